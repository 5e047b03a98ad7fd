import { parseArgs } from 'node:util'
import { fuzzFeeds } from './support/feed-fuzz.ts'
import { fuzzFiles } from './support/files-fuzz.ts'
import { fuzzBluesky } from './support/firehose-fuzz.ts'
import { fuzzMastodon } from './support/mastodon-fuzz.ts'
import { fuzzX } from './support/x-fuzz.ts'

/** Parsers of everything that comes from outside, each fed with damaged inputs. A finding throws. */
const FUZZERS: Readonly<Record<string, (inputs: number, seed: string) => unknown>> = {
  files: (inputs, seed) => fuzzFiles(inputs, seed),
  feeds: (inputs, seed) => fuzzFeeds(inputs, seed),
  bluesky: (inputs, seed) => fuzzBluesky({ seed, inputs }),
  mastodon: (inputs, seed) => fuzzMastodon(inputs, seed),
  x: (inputs, seed) => fuzzX({ seed, inputs }),
}
const INPUTS = 1_000_000
const DAY_MS = 86_400_000

/** `npm run fuzz -- [NAME…] [--inputs N] [--seed N]`: a new seed each day unless one is given. */
const { values, positionals } = parseArgs({
  options: { inputs: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const inputs = Number(values.inputs ?? INPUTS)
const seed = values.seed ?? String(Math.floor(Date.now() / DAY_MS))
const unknown = positionals.filter((name) => FUZZERS[name] === undefined)
if (unknown.length > 0) {
  console.error(`There is no fuzzer ${unknown.join(', ')}; there are: ${Object.keys(FUZZERS).join(', ')}.`)
  process.exitCode = 2
} else {
  for (const name of positionals.length === 0 ? Object.keys(FUZZERS) : positionals) {
    const startedAt = performance.now()
    const report = await FUZZERS[name]?.(inputs, seed)
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024)
    console.log(`${name}: ${inputs} inputs, seed ${seed}, ${seconds} s, at most ${peakMb} MB`, report)
  }
}
