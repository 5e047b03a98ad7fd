import { expect, test } from 'vitest'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import type { PostId } from '../src/domain/post.ts'
import { Random } from '../src/lib/random.ts'
import { blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { FlakyArchive } from './support/flaky-archive.ts'
import { firehoseWire, jetstreamWire, type Wire } from './support/stream-wires.ts'
import { until } from './support/until.ts'

const ROUNDS = 60
const POSTS_PER_ROUND = 20

/** The verified firehose costs more per post, so one seed must do. */
const STREAMS: readonly [string, number, (startAt: number) => Promise<Wire<unknown>>][] = [
  ['Jetstream', 1, jetstreamWire as never],
  ['Jetstream', 2, jetstreamWire as never],
  ['Jetstream', 3, jetstreamWire as never],
  ['the firehose', 1, firehoseWire as never],
]

test.each(STREAMS)(
  'whatever the line, the server and the archive do, everything arrives once (%s, seed %i)',
  async (_, seed, connect) => {
    const stream = new Random(String(seed))
    const random = () => stream.next01()
    const chance = (share01: number) => random() < share01
    const timing = new FakeTiming()
    await using wire = await connect(timing.now())
    const { server } = wire
    let isCalm = true
    const archive = new FlakyArchive(() => !isCalm && chance(0.05))
    let cursor: string | null = null
    const stop = new AbortController()
    const stats = new SourceStats(timing.now)

    const source = blueskySource({
      ...wire.options,
      timing,
      random,
      batchMs: 0,
      limits: { bufferedMax: 50 },
    })
    const deps = {
      archive,
      writer: archive,
      cursors: {
        get: async () => cursor,
        set: async (_id: string, to: string) => {
          cursor = to
        },
      },
      hub: new PostHub(),
      honour: async () => {},
      timing,
    }
    const restarts: AbortController[] = []
    /** Runs the source again and again, as the supervisor does after a failure or a restart. */
    const running = (async () => {
      while (!stop.signal.aborted) {
        const restart = new AbortController()
        restarts.push(restart)
        const signal = AbortSignal.any([stop.signal, restart.signal])
        const task = { id: 's', stream: 's', source, stats, filter: () => null }
        await runSource(task, deps, signal).catch(() => undefined)
      }
    })()

    const expected = new Set<PostId>()
    let count = 0
    const next = (): Promise<unknown> => {
      count += 1
      expected.add(wire.idOf(count))
      return wire.write(count)
    }
    // The first one must be heard live, or there is no cursor to come back to.
    await until(() => server.latest !== null)
    await wire.publish([await next()])
    await until(() => {
      timing.advance(100)
      return cursor !== null
    })
    isCalm = false

    for (let round = 0; round < ROUNDS; round += 1) {
      const messages: unknown[] = []
      for (let post = 0; post < POSTS_PER_ROUND; post += 1) messages.push(await next())
      if (chance(0.3)) messages.push(...messages.slice(-5))
      if (chance(0.3)) messages.splice(3, 2, ...messages.slice(3, 5).reverse())
      if (chance(0.5)) {
        const post = 1 + Math.floor(random() * count)
        if (expected.delete(wire.idOf(post))) messages.push(await wire.remove(post))
      }
      await wire.publish(messages)
      const fault = Math.floor(random() * 8)
      if (fault === 0) server.latest?.cutInFrame()
      if (fault === 1) server.latest?.close(1001)
      if (fault === 2) server.latest?.close(1008)
      if (fault === 3) server.refuseNext(503)
      if (fault === 4) restarts.at(-1)?.abort()
      if (fault === 5) server.latest?.stall()
      for (let step = 0; step < 10; step += 1) {
        timing.advance(random() * 5_000)
        await new Promise(setImmediate)
      }
    }

    isCalm = true
    await until(() => {
      // Not faster than real sockets can follow, or every line looks stalled.
      timing.advance(stats.read().state === 'connected' ? 100 : 5_000)
      return archive.posts.size === expected.size && [...expected].every((id) => archive.posts.has(id))
    })
    expect([...archive.posts.keys()].sort()).toEqual([...expected].sort())
    expect(expected.size).toBeGreaterThan(1_000)
    expect(stats.read().parked).toEqual({})
    stop.abort()
    await running
  },
  // Twelve hundred signed posts through sixty faults: on a busy machine they take their time.
  120_000,
)
