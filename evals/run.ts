import { join } from 'node:path'

/** Every measured set: `npm run eval -- NAME`; without a name it lists them. */
const EVALS: Readonly<Record<string, () => Promise<{ run(args: EvalArguments): Promise<void> }>>> = {
  'trec-microblog': () => import('./trec-microblog.ts'),
  simulated: () => import('./simulated.ts'),
}

export type EvalArguments = {
  /** Folder of the evaluation data sets, one folder an area. */
  readonly dataDir: string
  /** Options after the set's name, for the set itself. */
  readonly rest: readonly string[]
}

const [name, ...rest] = process.argv.slice(2)
const load = name === undefined ? undefined : EVALS[name]
if (load === undefined) {
  console.error(`npm run eval -- SET [options]\nSets: ${Object.keys(EVALS).join(', ')}`)
  process.exitCode = 2
} else {
  const dataDir = join(import.meta.dirname, '..', '..', 'shared', 'data')
  await (await load()).run({ dataDir, rest })
}
