import { afterAll, beforeAll, expect, test } from 'vitest'
import { LocalNetwork } from './support/firehose-network.ts'
import { readExport, streamOf } from './support/read-export.ts'

// The repository as a real server of the network gives it out.

let network: LocalNetwork

beforeAll(async () => {
  network = await LocalNetwork.start()
}, 60_000)

afterAll(async () => {
  await network?.[Symbol.asyncDispose]()
}, 30_000)

test('a repository downloaded from a real server holds what its account wrote, under the names the server gave', async () => {
  const alice = await network.signUp('alice')
  const root = await alice.post({ text: 'The bridge is closed.', langs: ['en'] })
  const reply = await alice.post({ text: 'Since Monday.', reply: { root, parent: root } })
  const gone = await alice.post({ text: 'I was wrong.' })
  const repost = await alice.repost(root.uri, root.cid)
  await alice.like(root.uri, root.cid)
  await alice.deletePost(gone.uri)
  const more = []
  for (let count = 0; count < 40; count += 1) more.push((await alice.post({ text: `Note ${count}` })).uri)

  const { data } = await alice.com.atproto.sync.getRepo({ did: alice.assertDid })
  const { ids, posts, parked, refused } = await readExport(streamOf(data))
  expect({ parked, refused }).toEqual({ parked: [], refused: null })
  expect(ids.toSorted()).toEqual(
    [root.uri, reply.uri, repost.uri, ...more].map((uri) => `bluesky:${uri}`).toSorted(),
  )
  expect(posts.find(({ id }) => id.endsWith(reply.uri))).toMatchObject({
    author: alice.assertDid,
    text: 'Since Monday.',
    replyTo: `bluesky:${root.uri}`,
  })
  expect(posts.find(({ id }) => id.endsWith(repost.uri))).toMatchObject({
    text: '',
    repostOf: `bluesky:${root.uri}`,
  })
}, 60_000)
