import type { Post } from '../domain/post.ts'
import { formatPostLine } from '../domain/post-json.ts'
import {
  type Command,
  printJson,
  printLine,
  refusePositionals,
  textOption,
  timeOption,
  wantsJson,
} from './command.ts'
import { openLineSink } from './write-lines.ts'

/** Posts that are completed at a time. */
const PIECE = 1_000

export const command: Command = {
  summary: 'Write stored posts as JSON lines, oldest first',
  usage: '[--out FILE] [options]',
  options: {
    out: {
      type: 'string',
      value: 'FILE|-',
      describe: 'file to write, gzip by name (default standard output)',
    },
    lang: { type: 'string', value: 'CODE', describe: 'only posts in this language' },
    source: { type: 'string', value: 'NAME', describe: 'only posts from this source' },
    author: { type: 'string', value: 'ID', describe: 'only posts of this account' },
    from: { type: 'string', value: 'TIME', describe: 'only posts from this time on' },
    to: { type: 'string', value: 'TIME', describe: 'only posts before this time' },
  },
  run: async (context, parsed) => {
    refusePositionals('export', parsed)
    const out = textOption(parsed, 'out') ?? '-'
    const filter = {
      lang: textOption(parsed, 'lang'),
      source: textOption(parsed, 'source'),
      author: textOption(parsed, 'author'),
      from: timeOption(parsed, 'from'),
      to: timeOption(parsed, 'to'),
    }
    await using archive = await context.openArchive()
    const sink = await openLineSink(out === '-' ? context.stdout : out)
    let posts = 0
    for await (const some of inPieces(archive.exportPosts(filter, { signal: context.signal }))) {
      for (const post of await archive.completePosts(some))
        await sink.write(JSON.stringify(formatPostLine(post)))
      posts += some.length
    }
    await sink.close()
    if (out === '-') return 0
    if (wantsJson(parsed)) printJson(context, { posts, out })
    else printLine(context, `${posts} posts written to ${out}.`)
    return 0
  },
}

async function* inPieces(posts: AsyncIterable<Post>): AsyncGenerator<Post[]> {
  let piece: Post[] = []
  for await (const post of posts) {
    piece.push(post)
    if (piece.length < PIECE) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}
