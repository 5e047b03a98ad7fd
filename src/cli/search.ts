import { formatPostLine } from '../domain/post-json.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import { searchPosts } from '../search/search-posts.ts'
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
    limit: { type: 'string', value: 'N', describe: 'how many at most (default 20)' },
  },
  run: async (context, parsed) => {
    const query = requiredText(parsed, 'The query')
    const limit = integerOption(parsed, 'limit', { min: 1, max: 1_000 }) ?? 20
    const lang = textOption(parsed, 'lang')
    const from = timeOption(parsed, 'from')
    const to = timeOption(parsed, 'to')
    await using archive = await context.openArchive()
    const hits = await searchPosts(
      archive,
      {
        query,
        limit,
        ...(lang !== undefined && { lang }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      },
      { signal: context.signal },
    )
    const posts = new Map(
      (await archive.getPosts(hits.map((hit) => hit.postId))).map((post) => [post.id, post]),
    )
    if (wantsJson(parsed)) {
      printJson(context, {
        query,
        results: hits.map(({ postId, score }) => {
          const post = posts.get(postId)
          return { post_id: postId, score, ...(post !== undefined && { post: formatPostLine(post) }) }
        }),
      })
      return 0
    }
    if (hits.length === 0) printLine(context, 'Nothing found.')
    for (const { postId } of hits) {
      const post = posts.get(postId)
      if (post === undefined) continue
      const at = post.createdAt === null ? 'unknown time' : new Date(post.createdAt).toISOString()
      printLine(context, `${post.authorName ?? post.author} · ${at} · ${post.id}`)
      printLine(context, `  ${visible(post.text)}\n`)
    }
    return 0
  },
}

/** Posts are untrusted: nothing in them may move the cursor or colour the terminal. */
function visible(text: string): string {
  return visibleText(text).replace(/\s*\n\s*/g, ' ⏎ ')
}
