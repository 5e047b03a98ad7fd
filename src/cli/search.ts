import { AppError } from '../domain/errors.ts'
import { formatPostLine } from '../domain/post-json.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import { listPosts, SEARCH_MODES, type SearchMode } from '../search/list-posts.ts'
import { parseQuery } from '../search/query.ts'
import {
  type Command,
  integerOption,
  MODEL_OPTION,
  printJson,
  printLine,
  requiredText,
  textOption,
  timeOption,
  wantsJson,
} from './command.ts'

export const command: Command = {
  summary: 'Search the stored posts, best first',
  usage: 'QUERY [options]',
  options: {
    ...MODEL_OPTION,
    lang: { type: 'string', value: 'CODE', describe: 'only posts in this language' },
    from: { type: 'string', value: 'TIME', describe: 'only posts from this time on' },
    to: { type: 'string', value: 'TIME', describe: 'only posts before this time' },
    mode: {
      type: 'string',
      value: SEARCH_MODES.join('|'),
      describe:
        'copies folded and accounts mixed, by relevance, by time, or by meaning too (default: relevance alone)',
    },
    limit: { type: 'string', value: 'N', describe: 'how many at most (default 20)' },
  },
  run: async (context, parsed) => {
    const query = requiredText(parsed, 'The query')
    const limit = integerOption(parsed, 'limit', { min: 1, max: 1_000 }) ?? 20
    const lang = textOption(parsed, 'lang')
    const from = timeOption(parsed, 'from')
    const to = timeOption(parsed, 'to')
    await using archive = await context.openArchive()
    const mode = readMode(textOption(parsed, 'mode'))
    const { posts: hits } = await listPosts(
      archive,
      { query, limit, lang, from, to, mode: mode ?? 'top', folds: mode !== undefined, now: context.clock() },
      { signal: context.signal },
    )
    const { literal } = parseQuery(query)
    if (literal.length > 0) context.stderr.write(`Read as words: ${visible(literal.join(' '))}\n`)
    if (wantsJson(parsed)) {
      printJson(context, {
        query,
        results: hits.map(({ post, score, folded }) => ({
          ...{ post_id: post.id, score, post: formatPostLine(post) },
          ...(folded.length > 0 && { folded }),
        })),
      })
      return 0
    }
    if (hits.length === 0) printLine(context, 'Nothing found.')
    for (const { post } of hits) {
      const at = post.createdAt === null ? 'unknown time' : new Date(post.createdAt).toISOString()
      printLine(context, `${post.authorName ?? post.author} · ${at} · ${post.id}`)
      printLine(context, `  ${visible(post.text)}\n`)
    }
    return 0
  },
}

function readMode(given: string | undefined): SearchMode | undefined {
  const mode = SEARCH_MODES.find((one) => one === given)
  if (given === undefined || mode !== undefined) return mode
  throw new AppError('invalid_input', `--mode must be one of ${SEARCH_MODES.join(', ')}; got "${given}".`)
}

/** Posts are untrusted: nothing in them may move the cursor or colour the terminal. */
function visible(text: string): string {
  return visibleText(text).replace(/\s*\n\s*/g, ' ⏎ ')
}
