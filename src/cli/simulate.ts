import { Readable } from 'node:stream'
import { AppError } from '../domain/errors.ts'
import { formatPostLine } from '../domain/post-json.ts'
import { importFiles } from '../ingest/import-files.ts'
import { simulate } from '../sources/simulated/simulate.ts'
import { storyRecords } from '../sources/simulated/story-records.ts'
import { simulatedDurationMs } from '../sources/simulated/world.ts'
import {
  type Command,
  type CommandContext,
  integerOption,
  printJson,
  printLine,
  refusePositionals,
  textOption,
  wantsJson,
} from './command.ts'
import { openLineSink } from './write-lines.ts'

const POSTS_DEFAULT = 20_000

export const command: Command = {
  summary: 'Make a labelled synthetic network, for demos and tests',
  usage: '[--out FILE] [--truth FILE] [options]',
  options: {
    seed: { type: 'string', value: 'N', describe: 'the same seed makes the same network (default 1)' },
    posts: { type: 'string', value: 'N', describe: `how many posts (default ${POSTS_DEFAULT})` },
    out: {
      type: 'string',
      value: 'FILE|-',
      describe: 'write post lines there instead of into the archive; gzip by name',
    },
    truth: {
      type: 'string',
      value: 'FILE',
      describe: 'write what really happened, as questions with acceptable answers',
    },
    stories: {
      type: 'string',
      value: 'FILE',
      describe: 'write the events, rumours, jokes and the campaign behind the posts, one object a line',
    },
  },
  run: async (context, parsed) => {
    refusePositionals('simulate', parsed)
    const seed = integerOption(parsed, 'seed', { min: 0, max: 2 ** 32 - 1 }) ?? 1
    const posts = integerOption(parsed, 'posts', { min: 100, max: 1_000_000 }) ?? POSTS_DEFAULT
    const out = textOption(parsed, 'out')
    // A file is the same whenever it is made; an archive should look as if it were now.
    const startAt = out === undefined ? context.clock() - simulatedDurationMs(posts) : undefined
    const network = simulate({ seed, posts, ...(startAt !== undefined && { startAt }) })
    const stored =
      out === undefined ? await store(context, network.posts, seed) : await write(context, network.posts, out)
    const truthFile = textOption(parsed, 'truth')
    if (truthFile !== undefined) await writeLines(truthFile, network.truth.questions)
    const storiesFile = textOption(parsed, 'stories')
    if (storiesFile !== undefined) await writeLines(storiesFile, storyRecords(network.truth.stories))
    const report = {
      seed,
      posts: stored,
      ...(out !== undefined && { out }),
      ...(truthFile !== undefined && { truth: truthFile }),
      ...(storiesFile !== undefined && { stories: storiesFile }),
    }
    if (wantsJson(parsed) && out !== '-') printJson(context, report)
    else if (out !== '-')
      printLine(
        context,
        `${stored} simulated posts ${out === undefined ? 'stored in the archive' : `written to ${out}`}.`,
      )
    return 0
  },
}

type Posts = ReturnType<typeof simulate>['posts']

async function writeLines(file: string, items: Iterable<unknown>): Promise<void> {
  const sink = await openLineSink(file)
  for (const item of items) await sink.write(JSON.stringify(item))
  await sink.close()
}

async function write(context: CommandContext, posts: Posts, out: string): Promise<number> {
  const sink = await openLineSink(out === '-' ? context.stdout : out)
  let count = 0
  for (const post of posts) {
    context.signal.throwIfAborted()
    await sink.write(JSON.stringify(formatPostLine(post)))
    count += 1
  }
  await sink.close()
  return count
}

async function store(context: CommandContext, posts: Posts, seed: number): Promise<number> {
  await using archive = await context.openArchive()
  const stream = Readable.from(lines(posts))
  const input = { kind: 'stream', name: `simulated network ${seed}`, stream } as const
  const report = await importFiles({ inputs: [input], archive, clock: context.clock, signal: context.signal })
  context.signal.throwIfAborted()
  const [failure] = report.failed
  if (failure !== undefined) throw new AppError('store_failed', failure.message)
  return report.stored
}

function* lines(posts: Posts): Generator<Buffer> {
  for (const post of posts) yield Buffer.from(`${JSON.stringify(formatPostLine(post))}\n`)
}
