import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Random } from '../src/lib/random.ts'
import { CLOCK_BACK, faultRound } from './support/fault-rounds.ts'
import { killRounds } from './support/kill-rounds.ts'

/** `npm run bench -- kill` does the same fifty times. */
const ROUNDS = 3

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'verity-killed-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

test('a program that is killed while posts come in loses none of them and stores none twice', async () => {
  const random = new Random('killed-program')
  const options = { dataDir, rounds: ROUNDS, postsPerSecond: 300, random: () => random.next01() }
  const { lost, doubled, strange, published } = await killRounds(options)
  expect({ lost, doubled, strange }).toEqual({ lost: 0, doubled: 0, strange: 0 })
  expect(published).toBeGreaterThan(0)
}, 240_000)

test('a program whose clock is set back an hour says the same as before and loses nothing', async () => {
  const report = await faultRound(CLOCK_BACK, join(dataDir, 'data'), { beforeMs: 500, lastsMs: 1_500 })
  expect(report).toMatchObject({ lost: 0, doubled: 0, strange: 0, state: 'connected', error: null })
  expect(report.recoveredAfterMs).not.toBeNull()
}, 240_000)
