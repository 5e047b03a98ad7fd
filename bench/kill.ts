import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordResult } from '../evals/record-result.ts'
import { Random } from '../src/lib/random.ts'
import { killRounds } from '../test/support/kill-rounds.ts'

const ROUNDS = 50
const POSTS_PER_SECOND = 1_000

/**
 * kill -9 of the whole program at random moments while a network goes on publishing: what is lost, what is there twice.
 *
 * @param rest `--rounds`, `--rate`, `--seed` for another course; `--no-record`
 */
export async function run(rest: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...rest],
    options: {
      rounds: { type: 'string' },
      rate: { type: 'string' },
      seed: { type: 'string' },
      'no-record': { type: 'boolean' },
    },
  })
  const random = new Random(`kill/${values.seed ?? '1'}`)
  const postsPerSecond = Number(values.rate ?? POSTS_PER_SECOND)
  const dataDir = await mkdtemp(join(tmpdir(), 'verity-bench-kill-'))
  try {
    const results = await killRounds({
      dataDir,
      rounds: Number(values.rounds ?? ROUNDS),
      postsPerSecond,
      random: () => random.next01(),
      onRound: (round, lifeMs) => console.log(`round ${round}: killed after ${Math.round(lifeMs)} ms`),
    })
    const bars = [
      { name: 'posts lost', value: results.lost, unit: 'posts', atMost: 0 },
      { name: 'posts stored twice', value: results.doubled, unit: 'posts', atMost: 0 },
    ]
    if (values['no-record'] === true) console.log(results)
    else recordResult('bench-kill', { results: { postsPerSecond, ...results }, bars })
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
