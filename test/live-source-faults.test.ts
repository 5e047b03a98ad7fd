import { expect, test } from 'vitest'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import type { Post, PostId } from '../src/domain/post.ts'
import type { PostWriter } from '../src/ingest/post-writer.ts'
import { Random } from '../src/lib/random.ts'
import { blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { created, deleted, idOf, type Message } from './support/jetstream-messages.ts'
import { JetstreamServer } from './support/jetstream-server.ts'
import { until } from './support/until.ts'

const ROUNDS = 60
const POSTS_PER_ROUND = 20

/** An archive in memory that dedupes by id as the real one does, and that fails now and then. */
class FlakyArchive {
  readonly posts = new Map<PostId, Post>()
  readonly #fails: () => boolean

  constructor(fails: () => boolean) {
    this.#fails = fails
  }

  query = async () => []

  insertPages = async () => 0

  deletePosts = async (ids: readonly PostId[]) => {
    if (this.#fails()) throw new Error('archive away')
    return ids.filter((id) => this.posts.delete(id)).length
  }

  write: PostWriter['write'] = async (posts) => {
    if (this.#fails()) throw new Error('archive away')
    const fresh = posts.filter((post) => !this.posts.has(post.id))
    for (const post of fresh) this.posts.set(post.id, post)
    const stored = fresh.map(({ id }) => id)
    return { stored, duplicates: posts.length - stored.length, dropped: {}, parked: {} }
  }
}

test.each([1, 2, 3])(
  'whatever the line, the server and the archive do, everything arrives once (seed %i)',
  async (seed) => {
    const stream = new Random(String(seed))
    const random = () => stream.next01()
    const chance = (share01: number) => random() < share01
    await using server = await JetstreamServer.start()
    const timing = new FakeTiming()
    let isCalm = false
    const archive = new FlakyArchive(() => !isCalm && chance(0.05))
    let cursor: string | null = null
    const stop = new AbortController()
    const stats = new SourceStats(timing.now)

    const source = blueskySource({
      endpoints: [server.url],
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
    const firstUs = timing.now() * 1_000
    let count = 0
    const next = (): Message => {
      count += 1
      expected.add(idOf({ rkey: `post${count}` }))
      return created({ rkey: `post${count}`, timeUs: firstUs + count * 10_000 })
    }
    // The first one must be heard live, or there is no cursor to come back to.
    await until(() => server.latest !== null)
    server.publish(next())
    await until(() => {
      timing.advance(100)
      return cursor !== null
    })

    for (let round = 0; round < ROUNDS; round += 1) {
      const messages = Array.from({ length: POSTS_PER_ROUND }, next)
      if (chance(0.3)) messages.push(...messages.slice(-5))
      if (chance(0.3)) messages.splice(3, 2, ...messages.slice(3, 5).reverse())
      if (chance(0.5)) {
        const rkey = `post${1 + Math.floor(random() * count)}`
        expected.delete(idOf({ rkey }))
        messages.push(deleted({ rkey, timeUs: firstUs + count * 10_000 + 1 }))
      }
      server.publish(...messages)
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
      timing.advance(5_000)
      return archive.posts.size === expected.size && [...expected].every((id) => archive.posts.has(id))
    })
    expect([...archive.posts.keys()].sort()).toEqual([...expected].sort())
    expect(expected.size).toBeGreaterThan(1_000)
    stop.abort()
    await running
  },
)
