import { join } from 'node:path'

/** Every measured set: `npm run eval -- NAME`; without a name it lists them. */
const EVALS: Readonly<Record<string, () => Promise<{ run(args: EvalArguments): Promise<void> }>>> = {
  'trec-microblog': () => import('./trec-microblog.ts'),
  'ct20-verified-claims': () => import('./claim-match.ts'),
  'ct25-claim-to-post': () => import('./claim-to-post.ts'),
  simulated: () => import('./simulated.ts'),
  detect: () => import('./detect.ts'),
  'detect-live': () => import('./detect-live.ts'),
  'detect-adversaries': () => import('./detect-adversaries.ts'),
  'network-parity': () => import('./network-parity.ts'),
  prompts: () => import('./prompts.ts'),
  wice: () => import('./wice.ts'),
  begin: () => import('./begin.ts'),
  faithbench: () => import('./faithbench.ts'),
  'mu-shroom': () => import('./mu-shroom.ts'),
  'answer-support': () => import('./answer-support.ts'),
  'quote-source': () => import('./quote-source.ts'),
  'train-support': () => import('./train-support.ts'),
  checkworthy: () => import('./checkworthy.ts'),
  rumoureval17: () => import('./rumoureval17.ts'),
  verdicts: () => import('./verdicts.ts'),
  numbers: () => import('./numbers.ts'),
  'train-pairs': () => import('./train-pairs.ts'),
  'train-checkworthy': () => import('./train-checkworthy.ts'),
  'cast-ikat': () => import('./cast-ikat.ts'),
  stories: () => import('./stories.ts'),
  summaries: () => import('./summaries.ts'),
  satire: () => import('./satire.ts'),
  'train-satire': () => import('./train-satire.ts'),
  trends: () => import('./trends.ts'),
  bridging: () => import('./bridging.ts'),
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
