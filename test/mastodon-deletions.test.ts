import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import { runSource } from '../src/desk/run-source.ts'
import { SourceStats } from '../src/desk/source-stats.ts'
import { PostWriter } from '../src/ingest/post-writer.ts'
import { realTiming } from '../src/lib/timing.ts'
import { mastodonSource } from '../src/sources/mastodon/mastodon-source.ts'
import { MastodonServer } from './support/mastodon-server.ts'
import { status } from './support/mastodon-statuses.ts'
import { eventually } from './support/until.ts'

let dir: string
let archive: Archive
let server: MastodonServer

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-mastodon-deletions-'))
  archive = await openArchive({ kind: 'embedded', dataDir: dir })
  server = await MastodonServer.start()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await archive.close()
  await rm(dir, { recursive: true, force: true })
})

test('a status stored before a restart leaves when its instance deletes it by its local id', async () => {
  const cursors = new Map<string, string>()
  /** One process: what it remembers of local ids ends with it. */
  const listen = () => {
    const stop = new AbortController()
    const deps = {
      ...{ archive, hub: new PostHub(), timing: realTiming, honour: async () => {} },
      writer: new PostWriter({ archive, clock: Date.now }),
      cursors: {
        get: async (id: string) => cursors.get(id) ?? null,
        set: async (id: string, cursor: string) => void cursors.set(id, cursor),
      },
    }
    const source = mastodonSource({ instance: server.origin, stream: 'public_local' }, { batchMs: 20 })
    const stats = new SourceStats(Date.now)
    const running = runSource({ id: 's', stream: 's', source, stats, filter: () => null }, deps, stop.signal)
    return { stop: () => stop.abort(), running }
  }
  const place = { n: 1, at: Date.now() - 60_000 }
  const [first, second] = [status(place), status({ n: 2, at: Date.now() - 59_000 })]
  const before = listen()
  const connection = await server.nextConnection()
  server.publish(first, second)
  await eventually(async () => (await archive.stats()).posts === 2)
  before.stop()
  await Promise.all([before.running, connection.gone])

  const after = listen()
  await server.nextConnection()
  server.delete(first.id)
  await eventually(async () => (await archive.stats()).posts === 1)
  expect((await archive.getPosts([`mastodon:${second.uri}`])).length).toBe(1)
  expect((await archive.getTombstones([`mastodon:${first.uri}`])).length).toBe(1)
  after.stop()
  await after.running
}, 60_000)
