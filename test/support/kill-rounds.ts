import { setTimeout as delay } from 'node:timers/promises'
import { LiveProgram } from './live-program.ts'
import { SteadyFeed } from './steady-feed.ts'
import { type StoredOnce, storedOnce } from './stored-once.ts'

export type KillRounds = StoredOnce & {
  readonly rounds: number
  /** Rounds in which the program was killed before it was ready. */
  readonly killedWhileStarting: number
  /** From the last start until every post was stored. */
  readonly recoveryMs: number
}

/** The longest life of a program, from its start: some rounds end before it is ready, most while posts come in. */
const LIFE_MS_MAX = 6_000
const CATCH_UP_MS_MAX = 120_000
const ASK_EVERY_MS = 100

/**
 * Kills the whole program again and again, each time at another moment of its life, while a network goes on publishing;
 * then lets it catch up and compares the archive with what was published.
 *
 * @param random from 0 to 1
 */
export async function killRounds(options: {
  readonly dataDir: string
  readonly rounds: number
  readonly postsPerSecond: number
  readonly random: () => number
  readonly onRound?: (round: number, lifeMs: number) => void
}): Promise<KillRounds> {
  const { dataDir, rounds, postsPerSecond, random } = options
  await using feed = await SteadyFeed.start(postsPerSecond)
  const start = () => new LiveProgram({ dataDir, jetstreamUrl: feed.url })
  await hearFirstPost(start(), feed)
  let killedWhileStarting = 0
  for (let round = 1; round <= rounds; round++) {
    const program = start()
    const lifeMs = random() * LIFE_MS_MAX
    await delay(lifeMs)
    if (!program.isReady) killedWhileStarting += 1
    await program.end('SIGKILL')
    options.onRound?.(round, lifeMs)
  }
  feed.end()
  const last = start()
  const startedAt = Date.now()
  await catchUp(last, feed.published)
  const recoveryMs = Date.now() - startedAt
  await last.end('SIGTERM')
  return { rounds, killedWhileStarting, recoveryMs, ...(await storedOnce(dataDir, feed.ids())) }
}

/** Until a cursor is kept: a network has nothing to replay for somebody who comes without one. */
async function hearFirstPost(program: LiveProgram, feed: SteadyFeed): Promise<void> {
  await program.ready()
  await feed.subscribed()
  feed.begin()
  while ((await program.status()).sources.every(({ cursor }) => cursor === null)) await delay(ASK_EVERY_MS)
  await program.end('SIGTERM')
}

async function catchUp(program: LiveProgram, published: number): Promise<void> {
  await program.ready()
  const giveUpAt = Date.now() + CATCH_UP_MS_MAX
  while ((await program.status()).posts < published && Date.now() < giveUpAt) await delay(ASK_EVERY_MS)
}
