import { expect, test } from 'vitest'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import type { PostId } from '../src/domain/post.ts'
import { Random } from '../src/lib/random.ts'
import { xSource } from '../src/sources/x/x-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { FlakyArchive } from './support/flaky-archive.ts'
import { until } from './support/until.ts'
import { idOf, type Json, NOON, OPERATIONAL_DISCONNECT, streamed, tweet, xId } from './support/x-messages.ts'
import { TOKEN, XServer } from './support/x-server.ts'

const ROUNDS = 40
const POSTS_PER_ROUND = 10
const STREAM = '/2/tweets/search/stream'
const RULES = `${STREAM}/rules`
const SEARCH = '/2/tweets/search/recent'

test.each([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 2],
] as const)(
  'whatever the lines, X and the archive do, everything arrives once (seed %i, %i connections)',
  async (seed, connections) => {
    const random = new Random(`x-faults/${seed}`)
    await using server = await XServer.start()
    server.connectionsMax = connections
    const timing = new FakeTiming(NOON)
    let isCalm = false
    const archive = new FlakyArchive(() => !isCalm && random.chance(0.05))
    let cursor: string | null = null
    const stop = new AbortController()
    const source = xSource(
      {
        bearer_token: TOKEN,
        rules: [{ value: 'bridge' }, { value: 'river' }],
        base_url: server.url,
        connections,
      },
      { timing, batchMs: 0, limits: { itemsMax: 30 } },
    )
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
        const stats = new SourceStats(timing.now)
        const task = { id: 's', stream: 's', source, stats, filter: () => null }
        await runSource(task, deps, signal).catch(() => undefined)
      }
    })()
    // The first sign of the stream must be heard live, or there is no cursor to come back to.
    await until(() => {
      server.beatAll()
      timing.advance(100)
      return cursor !== null
    })

    const expected = new Set<PostId>()
    const edited = new Map<PostId, string>()
    /** What X has made so far; recent search knows all of it, the stream sends it to whoever listens. */
    const say = (message: Json) => {
      server.posts.push(message)
      for (const stream of server.streams)
        stream.send(streamed(message, { matching_rules: [{ id: String(random.integer(1, 2)) }] }))
    }
    const nowN = () => Math.floor((timing.now() - NOON) / 1_000)
    let n = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let post = 0; post < POSTS_PER_ROUND; post += 1) {
        n = Math.max(n + 1, nowN())
        expected.add(idOf(n))
        say(tweet(n))
      }
      if (random.chance(0.3)) {
        const first = n
        n += 1
        const text = `edited in round ${round}`
        edited.set(idOf(first), text)
        say(tweet(n, { text, edit_history_tweet_ids: [xId(first), xId(n)] }))
        // Search gives the newest version only.
        server.posts = server.posts.filter(({ id }) => id !== xId(first))
      }
      // A post is not made before its time: the ids that were given out lie in the past before anything goes wrong.
      timing.advance(Math.max(n - nowN(), 0) * 1_000)
      const [line] = server.streams
      const fault = random.integer(0, 9)
      if (fault === 0) line?.cut()
      if (fault === 1) {
        line?.sendRaw('{"data":{"id":"2124')
        line?.cut()
      }
      if (fault === 2) for (const stream of server.streams) stream.cut()
      if (fault === 3) line?.send(OPERATIONAL_DISCONNECT)
      if (fault === 4) restarts.at(-1)?.abort()
      if (fault === 5)
        for (const path of [STREAM, RULES, SEARCH]) server.refuseNext(path, random.pick([503, 429, 500]))
      if (fault === 6) line?.end()
      if (fault === 7) line?.sendRaw('{"broken\r\n\r\n\u0000\r\n')
      const isQuiet = random.chance(0.2)
      for (let step = 0; step < 12; step += 1) {
        if (!isQuiet) server.beatAll()
        timing.advance(random.next01() * 5_000)
        await new Promise(setImmediate)
      }
    }

    isCalm = true
    await until(() => {
      server.beatAll()
      timing.advance(2_000)
      return (
        [...expected].every((id) => archive.posts.has(id)) &&
        [...edited].every(([id, text]) => archive.posts.get(id)?.text === text)
      )
    })
    expect([...archive.posts.keys()].sort()).toEqual([...expected].sort())
    expect(expected.size).toBe(ROUNDS * POSTS_PER_ROUND)
    stop.abort()
    await running
  },
)
