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
    for await (const post of archive.exportPosts(filter, { signal: context.signal })) {
      await sink.write(JSON.stringify(formatPostLine(post)))
      posts += 1
    }
    await sink.close()
    if (out === '-') return 0
    if (wantsJson(parsed)) printJson(context, { posts, out })
    else printLine(context, `${posts} posts written to ${out}.`)
    return 0
  },
}
