import type { AtpAgent } from '@atproto/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blueskySource } from '../src/sources/bluesky/bluesky-source.ts'
import { FirehoseBridge } from './support/firehose-bridge.ts'
import { BatchKeeper } from './support/firehose-keeper.ts'
import { LocalNetwork } from './support/firehose-network.ts'
import { JetstreamServer } from './support/jetstream-server.ts'
import { eventually } from './support/until.ts'

// One real Bluesky network on loopback, heard twice: through Jetstream's messages and through its own firehose with
// every signature and tree checked. Both must come to know the same.

let network: LocalNetwork
let jetstream: JetstreamServer
let bridge: FirehoseBridge
let light: BatchKeeper
let full: BatchKeeper
let alice: AtpAgent
let bob: AtpAgent

const COUNTS = ['replies', 'reposts', 'likes'] as const

beforeAll(async () => {
  network = await LocalNetwork.start()
  jetstream = await JetstreamServer.start()
  bridge = new FirehoseBridge(network.pds.url, jetstream, network.pds.ctx.idResolver)
  const common = { batchMs: 20, counts: [...COUNTS] }
  light = new BatchKeeper(blueskySource({ ...common, endpoints: [jetstream.url] })).start()
  full = new BatchKeeper(
    blueskySource({
      ...common,
      transport: 'firehose',
      endpoints: [network.socketUrl],
      verify: true,
      plcDirectory: network.plcUrl,
    }),
  ).start()
  await eventually(() => light.line?.kind === 'connected' && full.line?.kind === 'connected')
  alice = await network.signUp('alice')
  bob = await network.signUp('bob')
}, 60_000)

afterAll(async () => {
  await Promise.all([light?.stop(), full?.stop()])
  await bridge?.[Symbol.asyncDispose]()
  await jetstream?.[Symbol.asyncDispose]()
  await network?.[Symbol.asyncDispose]()
}, 30_000)

/** Waits until both streams have come to the same. */
function bothCome(to: (keeper: BatchKeeper) => boolean): Promise<void> {
  return eventually(() => to(light) && to(full))
}

test('posts, replies and quotes come the same way through both streams', async () => {
  const root = await alice.post({ text: '🌊 The bridge is closed.', langs: ['en'] })
  const reply = await bob.post({ text: 'Since when?', reply: { root, parent: root } })
  const quote = await bob.post({
    text: 'Look at this.',
    embed: { $type: 'app.bsky.embed.record', record: root },
  })
  await bothCome((keeper) => keeper.textOf(quote.uri) !== undefined)
  for (const { uri } of [root, reply, quote]) {
    const id = `bluesky:${uri}`
    expect(full.posts.get(id)).toMatchObject({ ...light.posts.get(id), createdAt: expect.any(Number) })
  }
  expect(full.posts.get(`bluesky:${reply.uri}`)?.replyTo).toBe(`bluesky:${root.uri}`)
  expect(full.posts.get(`bluesky:${quote.uri}`)?.quoteOf).toBe(`bluesky:${root.uri}`)
})

test('likes, reposts and replies are counted, and what is withdrawn is taken off', async () => {
  const post = await alice.post({ text: 'Count with me.' })
  const [like, repost] = [await bob.like(post.uri, post.cid), await bob.repost(post.uri, post.cid)]
  await alice.like(post.uri, post.cid)
  const reply = await bob.post({ text: 'One.', reply: { root: post, parent: post } })
  await bob.post({ text: 'Two.', reply: { root: post, parent: post } })
  const counts = (keeper: BatchKeeper) => keeper.counts.get(`bluesky:${post.uri}`)
  await bothCome((keeper) => counts(keeper)?.replies === 2)
  for (const keeper of [light, full]) expect(counts(keeper)).toEqual({ likes: 2, reposts: 1, replies: 2 })

  await bob.deleteLike(like.uri)
  await bob.deleteRepost(repost.uri)
  await bob.deletePost(reply.uri)
  await bothCome((keeper) => counts(keeper)?.replies === 1)
  for (const keeper of [light, full]) expect(counts(keeper)).toEqual({ likes: 1, reposts: 0, replies: 1 })
})

test('a deleted post leaves', async () => {
  const post = await bob.post({ text: 'I take this back.' })
  await bothCome((keeper) => keeper.textOf(post.uri) !== undefined)
  await bob.deletePost(post.uri)
  await bothCome((keeper) => keeper.textOf(post.uri) === undefined)
})

test('a new display name and a new handle are reported, and later posts carry the handle', async () => {
  const did = bob.assertDid
  await bob.upsertProfile((known) => ({ ...known, displayName: ' Bob\n Builder ' }))
  await bob.updateHandle({ handle: 'bobby.test' })
  const renamed = { author: did, source: 'bluesky', handle: 'bobby.test', displayName: 'Bob Builder' }
  await bothCome((keeper) => keeper.authors.get(did)?.handle === 'bobby.test')
  for (const keeper of [light, full]) expect(keeper.authors.get(did)).toEqual(renamed)
  const post = await bob.post({ text: 'Under a new name.' })
  await bothCome((keeper) => keeper.posts.get(`bluesky:${post.uri}`)?.authorName === 'bobby.test')
})

test('a deactivated account leaves with its posts, and what it writes after it came back arrives', async () => {
  const mallory = await network.signUp('mallory')
  const before = await mallory.post({ text: 'One.' })
  await bothCome((keeper) => keeper.textOf(before.uri) !== undefined)
  await mallory.com.atproto.server.deactivateAccount({})
  await bothCome((keeper) => keeper.textOf(before.uri) === undefined)
  await mallory.com.atproto.server.activateAccount()
  const after = await mallory.post({ text: 'Back again.' })
  await bothCome((keeper) => keeper.textOf(after.uri) === 'Back again.')
})

test('a restart of the server in the middle loses nothing and brings nothing twice', async () => {
  const repeats = full.repeats
  const before = await alice.post({ text: 'Before the restart.' })
  await bothCome((keeper) => keeper.textOf(before.uri) !== undefined)
  await bridge[Symbol.asyncDispose]()
  await network.restartPds()
  const during = await alice.post({ text: 'Nobody listens yet.' })
  // Jetstream replays its log; the bridge reads the firehose from its beginning again.
  bridge = new FirehoseBridge(network.pds.url, jetstream, network.pds.ctx.idResolver)
  await bothCome((keeper) => keeper.textOf(during.uri) !== undefined)
  const after = await alice.post({ text: 'After the restart.' })
  await bothCome((keeper) => keeper.textOf(after.uri) !== undefined)
  expect(full.repeats).toBe(repeats)
})

test('a reader that stops and comes back goes on where it was', async () => {
  await full.stop()
  const [cursor, repeats] = [full.cursor, full.repeats]
  expect(cursor).toMatch(/^host=localhost%3A\d+&seq=\d+&at=\d+$/)
  const missed = await alice.post({ text: 'While you were away.' })
  full.start()
  await eventually(() => full.textOf(missed.uri) !== undefined)
  expect(full.repeats).toBe(repeats)
})

test('nothing was parked, and both know the same posts and counts', async () => {
  expect(bridge.errors).toEqual([])
  for (const keeper of [light, full]) expect(keeper.parked).toEqual({})
  await eventually(() => light.posts.size === full.posts.size)
  expect([...light.posts.keys()].sort()).toEqual([...full.posts.keys()].sort())
})
