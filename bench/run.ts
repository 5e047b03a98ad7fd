/** Every speed measurement, each a ratio against a baseline of the same run: `npm run bench -- NAME…`. */
const BENCHES: Readonly<Record<string, () => Promise<{ run(rest: readonly string[]): Promise<void> }>>> = {
  api: () => import('./api.ts'),
  import: () => import('./import.ts'),
  faults: () => import('./faults.ts'),
  ingest: () => import('./ingest.ts'),
  kill: () => import('./kill.ts'),
  search: () => import('./search.ts'),
  answer: () => import('./answer.ts'),
  start: () => import('./start.ts'),
  network: () => import('./network.ts'),
  'detect-live': () => import('./detect-live.ts'),
  stories: () => import('./stories.ts'),
}

const [name, ...rest] = process.argv.slice(2)
const load = name === undefined ? undefined : BENCHES[name]
if (load === undefined) {
  console.error(`npm run bench -- NAME [options]\nNames: ${Object.keys(BENCHES).join(', ')}`)
  process.exitCode = 2
} else {
  await (await load()).run(rest)
}
