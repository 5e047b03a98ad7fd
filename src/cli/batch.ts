import { AppError } from '../domain/errors.ts'
import type { BatchTask } from './batch/batch-task.ts'
import { runBatch } from './batch/run-batch.ts'
import { type Command, type CommandOptions, MODEL_OPTION, textOption } from './command.ts'

/** Tasks of the contract; those that are null are not built yet. */
const TASKS: Readonly<Record<string, (() => Promise<BatchTask>) | null>> = {
  search: async () => (await import('./batch/search.ts')).task,
  ask: async () => (await import('./batch/ask.ts')).task,
  rewrite: async () => (await import('./batch/rewrite.ts')).task,
  checkworthy: async () => (await import('./batch/checkworthy.ts')).task,
  claims: async () => (await import('./batch/claims.ts')).task,
  match: async () => (await import('./batch/match.ts')).task,
  check: async () => (await import('./batch/check.ts')).task,
  stance: async () => (await import('./batch/stance.ts')).task,
  faithfulness: async () => (await import('./batch/faithfulness.ts')).task,
  stories: async () => (await import('./batch/stories.ts')).task,
  trends: async () => (await import('./batch/trends.ts')).task,
  summarize: async () => (await import('./batch/summarize.ts')).task,
  detect: async () => (await import('./batch/detect.ts')).task,
  ocr: null,
  math: null,
}

const OPTIONS = {
  ...MODEL_OPTION,
  in: { type: 'string', value: 'FILE|-', describe: 'JSON lines to read, gzip by name; - for standard input' },
  out: {
    type: 'string',
    value: 'FILE|-',
    describe: 'JSON lines to write, gzip by name; - for standard output',
  },
  claims: { type: 'string', value: 'FILE', describe: 'match: the claims to match against' },
  edges: { type: 'string', value: 'FILE', describe: 'detect: write the account graph' },
  accounts: { type: 'string', value: 'FILE', describe: 'detect: write a score for every account' },
  provisional: { type: 'boolean', describe: 'detect: also campaigns that are not confirmed' },
} satisfies CommandOptions

export const command: Command = {
  summary: 'Run one task over a file of JSON lines',
  usage: 'TASK --in FILE|- --out FILE|- [options]',
  options: OPTIONS,
  run: async (context, parsed) => {
    const [name, ...more] = parsed.positionals
    if (name === undefined || more.length > 0 || !Object.hasOwn(TASKS, name)) {
      throw new AppError('invalid_input', `verity batch takes one task: ${Object.keys(TASKS).join(', ')}.`)
    }
    const input = textOption(parsed, 'in') ?? '-'
    const output = textOption(parsed, 'out') ?? '-'
    const load = TASKS[name]
    if (load === null || load === undefined) throw new AppError('not_built', `Not built yet: batch ${name}.`)
    return await runBatch({ task: await load(), input, output, context, parsed })
  },
}
