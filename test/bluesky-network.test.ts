import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AtpAgent, RichText } from '@atproto/api'
import { TestNetworkNoAppView } from '@atproto/dev-env'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { honourWithdrawals } from '../src/desk/honour-withdrawals.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import { SourceSupervisor } from '../src/desk/source-supervisor.ts'
import { PostWriter } from '../src/ingest/post-writer.ts'
import { type Ledger, openLedger } from '../src/ledger/ledger.ts'
import { realTiming } from '../src/lib/timing.ts'
import { blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { FirehoseBridge } from './support/firehose-bridge.ts'
import { JetstreamServer } from './support/jetstream-server.ts'
import { defaultKind, registerIn, TEST_ENVIRONMENT } from './support/test-kind.ts'
import { eventually } from './support/until.ts'

// A real Bluesky network on loopback: directory, personal data server and its firehose, from @atproto/dev-env.
// Posts made with the official client must reach the archive, and deletions must leave it.

let dir: string
let network: TestNetworkNoAppView
let jetstream: JetstreamServer
let bridge: FirehoseBridge
let archive: Archive
let ledger: Ledger
let supervisor: SourceSupervisor
let alice: AtpAgent
let bob: AtpAgent

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-bluesky-'))
  const pds = { dataDirectory: join(dir, 'pds'), blobstoreDiskLocation: join(dir, 'blobs') }
  await mkdir(pds.dataDirectory)
  network = await TestNetworkNoAppView.create({ pds })
  jetstream = await JetstreamServer.start()
  bridge = new FirehoseBridge(network.pds.url, jetstream)
  archive = await openArchive({ kind: 'embedded', dataDir: join(dir, 'archive') })
  ledger = await openLedger({ kind: 'sqlite', file: join(dir, 'ledger.sqlite') })
  supervisor = new SourceSupervisor({
    archive,
    writer: new PostWriter({ archive, clock: Date.now }),
    hub: new PostHub(),
    honour: (withdrawals) =>
      honourWithdrawals(withdrawals, { archive, citedPosts: ledger.citedPosts, now: Date.now }),
    timing: realTiming,
    random: Math.random,
    log: { info: () => undefined, warn: () => undefined },
    cursors: ledger.cursors,
    locks: ledger.locks,
    reports: ledger.sourceReports,
    environment: TEST_ENVIRONMENT,
    register: registerIn(ledger, [
      defaultKind('bluesky', 'Bluesky', () => blueskySource({ endpoints: [jetstream.url], batchMs: 20 })),
    ]),
    live: true,
  })
  await supervisor.start()
  await eventually(() => supervisor.list()[0]?.state === 'connected')
  alice = await signUp('alice')
  bob = await signUp('bob')
}, 60_000)

afterAll(async () => {
  await supervisor?.stop()
  await bridge?.[Symbol.asyncDispose]()
  await jetstream?.[Symbol.asyncDispose]()
  await network?.close()
  await archive?.close()
  await ledger?.close()
  await rm(dir, { recursive: true, force: true })
}, 30_000)

async function signUp(name: string): Promise<AtpAgent> {
  const agent = new AtpAgent({ service: network.pds.url })
  await agent.createAccount({
    handle: `${name}.test`,
    email: `${name}@example.test`,
    password: 'a-long-password',
  })
  return agent
}

function isStored(uri: string): Promise<boolean> {
  return archive.getPosts([`bluesky:${uri}`]).then((posts) => posts.length === 1)
}

test('a post with tag, link and mention reaches the archive as it was written', async () => {
  const richText = new RichText({ text: '🌊 Crue à Nîmes #inondation https://example.org/crue @bob.test' })
  await richText.detectFacets(alice)
  const posted = await alice.post({ text: richText.text, facets: richText.facets ?? [], langs: ['fr'] })
  await eventually(() => isStored(posted.uri))
  const [post] = await archive.getPosts([`bluesky:${posted.uri}`])
  expect(post).toMatchObject({
    author: alice.assertDid,
    text: '🌊 Crue à Nîmes #inondation https://example.org/crue @bob.test',
    lang: 'fr',
    urls: ['https://example.org/crue'],
    hashtags: ['inondation'],
    mentions: [bob.assertDid],
    source: 'bluesky',
  })
  expect(Math.abs((post?.createdAt ?? 0) - Date.now())).toBeLessThan(60_000)
})

test('a reply and a quote keep their threads, a picture keeps its description', async () => {
  const root = await alice.post({ text: 'The bridge is closed.' })
  const reply = await bob.post({ text: 'Since when?', reply: { root, parent: root } })
  const { data } = await bob.uploadBlob(PIXEL_PNG, { encoding: 'image/png' })
  const quote = await bob.post({
    text: 'Look at this.',
    embed: {
      $type: 'app.bsky.embed.recordWithMedia',
      record: { $type: 'app.bsky.embed.record', record: root },
      media: { $type: 'app.bsky.embed.images', images: [{ image: data.blob, alt: 'A closed bridge' }] },
    },
  })
  await eventually(() => isStored(quote.uri))
  const [replied, quoted] = await archive.getPosts([`bluesky:${reply.uri}`, `bluesky:${quote.uri}`])
  expect(replied).toMatchObject({ replyTo: `bluesky:${root.uri}`, threadRoot: `bluesky:${root.uri}` })
  expect(quoted).toMatchObject({
    quoteOf: `bluesky:${root.uri}`,
    media: [{ kind: 'image', alt: 'A closed bridge' }],
  })
  expect(quoted?.media[0]?.url).toContain(data.blob.ref.toString())
})

test('a deleted post leaves the archive', async () => {
  const posted = await bob.post({ text: 'I take this back.' })
  await eventually(() => isStored(posted.uri))
  await bob.deletePost(posted.uri)
  await eventually(async () => !(await isStored(posted.uri)))
})

test('posts written while the line is down arrive when it is back, each once', async () => {
  const before = (await archive.stats()).posts
  const { port } = jetstream
  await jetstream[Symbol.asyncDispose]()
  await bridge[Symbol.asyncDispose]()
  await eventually(() => supervisor.list()[0]?.state === 'unreachable')
  const missed = await alice.post({ text: 'Nobody heard this at first.' })

  // The restarted Jetstream replays its whole log: the bridge reads the firehose from its beginning.
  jetstream = await JetstreamServer.start(port)
  bridge = new FirehoseBridge(network.pds.url, jetstream)
  await eventually(() => isStored(missed.uri))
  expect((await archive.stats()).posts).toBe(before + 1)
  expect(supervisor.list()[0]).toMatchObject({ state: 'connected', lastError: null })
})

test('a deactivated account leaves with everything it wrote', async () => {
  const mallory = await signUp('mallory')
  const posts = [await mallory.post({ text: 'One.' }), await mallory.post({ text: 'Two.' })]
  await eventually(() => isStored(posts[1]?.uri ?? ''))
  await mallory.com.atproto.server.deactivateAccount({})
  await eventually(
    async () => (await archive.latestPosts({ author: mallory.assertDid, limit: 10 })).posts.length === 0,
  )
})

test('nothing was parked and the bridge understood everything', () => {
  expect(supervisor.list()[0]?.parked).toEqual({})
  expect(bridge.errors).toEqual([])
})

const PIXEL_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
