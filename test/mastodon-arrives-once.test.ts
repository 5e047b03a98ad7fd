import { afterEach, expect, test } from 'vitest'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import type { PostId } from '../src/domain/post.ts'
import { Random } from '../src/lib/random.ts'
import { mastodonSource } from '../src/sources/mastodon/mastodon-source.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { FlakyArchive } from './support/flaky-archive.ts'
import { MastodonServer } from './support/mastodon-server.ts'
import { postIdOf, START_AT, type Status, status } from './support/mastodon-statuses.ts'
import { until } from './support/until.ts'

const ROUNDS = 40
const STATUSES_PER_ROUND = 20

let stop = new AbortController()

afterEach(() => stop.abort())

test.each([1, 2, 3])(
  'whatever the line, the instance and the archive do, every status is stored once, in its last version, and gone when deleted (seed %i)',
  async (seed) => {
    const stream = new Random(`mastodon ${seed}`)
    const random = () => stream.next01()
    const chance = (share01: number) => random() < share01
    await using server = await MastodonServer.start()
    const timing = new FakeTiming(START_AT)
    let failShare01 = 0
    const archive = new FlakyArchive(() => chance(failShare01))
    let cursor: string | null = null
    stop = new AbortController()
    const stats = new SourceStats(timing.now)
    const source = mastodonSource(
      { instance: server.origin, stream: 'public' },
      { timing, random, batchMs: 0, limits: { bufferedMax: 50, handshakeMs: 600_000 } },
    )
    const cursors = {
      get: async () => cursor,
      set: async (_id: string, to: string) => {
        cursor = to
      },
    }
    const deps = { archive, writer: archive, cursors, hub: new PostHub(), timing, honour: async () => {} }
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

    const expected = new Map<PostId, string>()
    const written: Status[] = []
    let count = 0
    const next = (): Status => {
      count += 1
      const made = status({ n: count, at: timing.now() })
      written.push(made)
      expected.set(postIdOf(count), `The bridge is closed, ${count}.`)
      return made
    }
    /** Slowly, so that answers that are on their way come before they are given up. */
    const passing = async (isReached: () => boolean) =>
      until(() => {
        timing.advance(50)
        return isReached()
      })
    /** Nothing is on its way, and the line listens: only then must an edit or a deletion arrive. */
    const settle = async () => {
      failShare01 = 0
      // It is not in the timeline: only a line that lives brings it.
      const probe = next()
      let looks = 0
      await passing(() => {
        looks += 1
        if (looks % 20 === 1) server.emit('update', JSON.stringify(probe))
        return archive.posts.has(postIdOf(count))
      })
      server.file(probe)
    }
    await passing(() => server.latest !== null)

    for (let round = 0; round < ROUNDS; round += 1) {
      failShare01 = 0.1
      const statuses = Array.from({ length: STATUSES_PER_ROUND }, next)
      if (chance(0.3)) statuses.splice(3, 2, ...statuses.slice(3, 5).reverse())
      server.publish(...statuses)
      if (chance(0.3)) for (const again of statuses.slice(-5)) server.emit('update', JSON.stringify(again))
      const fault = Math.floor(random() * 8)
      if (fault === 0) server.latest?.cutInFrame()
      if (fault === 1) server.latest?.close(1001)
      if (fault === 2) server.refuseNext('websocket', 503)
      if (fault === 3) server.refuseNext('timeline', 502)
      if (fault === 4) restarts.at(-1)?.abort()
      if (fault === 5) server.latest?.stall()
      if (fault === 6) server.refuseNext('timeline', 429, { 'retry-after': '3' })
      for (let step = 0; step < 10; step += 1) {
        timing.advance(Math.floor(random() * 5_000))
        await new Promise(setImmediate)
      }
      if (!chance(0.5)) continue
      await settle()
      const n = 1 + Math.floor(random() * (count - 1))
      const chosen = written[n - 1] as Status
      failShare01 = 0.3
      if (chance(0.5)) {
        expected.delete(postIdOf(n))
        server.delete(chosen.id)
      } else if (expected.has(postIdOf(n))) {
        const text = `Edited in round ${round}.`
        expected.set(postIdOf(n), text)
        const editedAt = new Date(timing.now()).toISOString()
        server.edit({ ...chosen, content: `<p>${text}</p>`, edited_at: editedAt })
      }
      for (let step = 0; step < 10; step += 1) {
        timing.advance(100)
        await new Promise(setImmediate)
      }
      await settle()
    }

    failShare01 = 0
    const stored = () => new Map([...archive.posts.values()].map(({ id, text }) => [id, text]))
    await passing(
      () => archive.posts.size === expected.size && [...expected.keys()].every((id) => archive.posts.has(id)),
    )
    expect(Object.fromEntries(stored())).toEqual(Object.fromEntries(expected))
    expect(expected.size).toBeGreaterThan(700)
    stop.abort()
    await running
  },
)
