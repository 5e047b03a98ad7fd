import { type CidLink, toBytes } from '@atcute/cbor'
import { describe, expect, it } from 'vitest'
import { readExport, streamOf } from './support/read-export.ts'
import { add, buildCar, commitOf, OWNER, repositoryOf } from './support/repository-builder.ts'

const POST = 'app.bsky.feed.post'
const KEY = '3l4rjqzjrc22x'

describe('a Bluesky repository', () => {
  it('gives posts and reposts the ids that the live source gives them', async () => {
    const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
    const car = await buildCar(
      await repositoryOf({
        [`${POST}/${KEY}`]: {
          $type: POST,
          text: 'The harbour is closed #news',
          createdAt: '2024-09-22T10:00:00.000Z',
          langs: ['en'],
          facets: [
            {
              index: { byteStart: 22, byteEnd: 27 },
              features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'news' }],
            },
          ],
          embed: {
            $type: 'app.bsky.embed.images',
            images: [
              {
                alt: 'A ship',
                image: { $type: 'blob', ref: { $link: cid }, mimeType: 'image/jpeg', size: 5 },
              },
            ],
          },
        },
        'app.bsky.feed.repost/3l4rjqzjrc23x': {
          $type: 'app.bsky.feed.repost',
          subject: { uri: `at://did:plc:other/${POST}/3abc`, cid },
          createdAt: '2024-09-22T11:00:00.000Z',
        },
        'app.bsky.feed.like/3l4rjqzjrc24x': { subject: { uri: `at://did:plc:other/${POST}/3abc`, cid } },
        'app.bsky.actor.profile/self': { displayName: 'Ana' },
        'app.bsky.graph.follow/3l4rjqzjrc25x': { subject: 'did:plc:other' },
      }),
    )
    const { posts, parked } = await readExport(streamOf(car))
    expect(parked).toEqual([])
    expect(posts).toHaveLength(2)
    expect(posts[0]).toMatchObject({
      id: `bluesky:at://${OWNER}/${POST}/${KEY}`,
      author: OWNER,
      text: 'The harbour is closed #news',
      lang: 'en',
      hashtags: ['news'],
      media: [{ kind: 'image', url: expect.stringContaining(cid), alt: 'A ship' }],
      source: 'bluesky',
    })
    expect(posts[1]).toMatchObject({
      id: `bluesky:at://${OWNER}/app.bsky.feed.repost/3l4rjqzjrc23x`,
      text: '',
      repostOf: `bluesky:at://did:plc:other/${POST}/3abc`,
    })
  })

  it('is read whole however large its tree is', async () => {
    const records = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, n) => [
        `${POST}/key${n}`,
        { text: `post ${n}`, createdAt: '2024-01-01T00:00:00Z' },
      ]),
    )
    const { ids } = await readExport(streamOf(await buildCar(await repositoryOf(records))))
    expect(new Set(ids)).toEqual(new Set(Object.keys(records).map((path) => `bluesky:at://${OWNER}/${path}`)))
    expect(ids).toHaveLength(1_500)
  })

  it('dates a post by its author where its key agrees, otherwise by its key', async () => {
    const at = Date.UTC(2024, 8, 22, 10)
    const records = {
      [`${POST}/${keyAt(at)}`]: { text: 'on time', createdAt: new Date(at - 60_000).toISOString() },
      [`${POST}/${keyAt(at + 5_000)}`]: { text: 'backdated', createdAt: '2001-01-01T00:00:00Z' },
      [`${POST}/own-name`]: { text: 'no time in its key', createdAt: '2023-01-02T03:04:05Z' },
      [`${POST}/neither`]: { text: 'never', createdAt: 'soon' },
    }
    const { posts, parked } = await readExport(streamOf(await buildCar(await repositoryOf(records))))
    const dates = Object.fromEntries(posts.map(({ text, createdAt }) => [text, createdAt]))
    expect(dates).toEqual({
      'on time': at - 60_000,
      backdated: at + 5_000,
      'no time in its key': Date.UTC(2023, 0, 2, 3, 4, 5),
    })
    expect(parked).toEqual(['wrong_date'])
  })

  it('parks records that are missing, altered or of another shape, and reads the others', async () => {
    const good = { text: 'good', createdAt: '2024-01-01T00:00:00Z' }
    const { root, blocks } = await repositoryOf({
      [`${POST}/aaa`]: good,
      [`${POST}/bbb`]: { ...good, text: 'missing' },
      [`${POST}/ccc`]: { ...good, text: 7 },
      [`${POST}/ddd`]: ['no record', good.createdAt],
      [`${POST}/eee`]: { ...good, text: 'last' },
    })
    const left = new Map([...blocks].filter(([, bytes]) => !text(bytes).includes('missing')))
    const reading = await readExport(streamOf(await buildCar({ root, blocks: left })))
    expect(reading.posts.map((post) => post.text)).toEqual(['good', 'last'])
    expect(reading.parked.toSorted()).toEqual(['missing_block', 'wrong_date', 'wrong_text'])
    const altered = Buffer.from(
      text(await buildCar({ root, blocks })).replace('missing', 'changed'),
      'latin1',
    )
    expect((await readExport(streamOf(altered))).parked).toContain('wrong_hash')
  })

  it('keeps what stands before the place where the file breaks off', async () => {
    const records = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [
        `${POST}/key${n}`,
        { text: `post ${n}`, createdAt: '2024-01-01T00:00:00Z' },
      ]),
    )
    const { root, blocks } = await repositoryOf(records)
    // The tree first, as servers send it.
    const ordered = new Map(
      [...blocks].toSorted(
        ([, a], [, b]) => Number(text(a).includes('createdAt')) - Number(text(b).includes('createdAt')),
      ),
    )
    const car = await buildCar({ root, blocks: ordered })
    const reading = await readExport(streamOf(car.subarray(0, car.length - 5_000)))
    expect(reading.ids.length).toBeGreaterThan(100)
    expect(reading.parked.at(-1)).toBe('broken_car')
    expect(new Set(reading.parked)).toEqual(new Set(['missing_block', 'broken_car']))
  })

  it('reads each node once in a tree that refers to itself or to one subtree again and again', async () => {
    const blocks = new Map<string, Uint8Array<ArrayBuffer>>()
    const record = await add(blocks, { text: 'deep', createdAt: '2024-01-01T00:00:00Z' })
    let below: CidLink | null = null
    for (let level = 0; level < 60; level++) {
      const entries = ['a', 'b', 'c'].map((name) => ({
        ...{ p: 0, k: toBytes(Buffer.from(`${POST}/${name}${level}`)), v: record, t: below },
      }))
      below = await add(blocks, { l: below, e: entries })
    }
    const root = await add(blocks, commitOf(OWNER, below ?? record))
    const { ids } = await readExport(streamOf(await buildCar({ root, blocks })))
    expect(ids.length).toBeLessThanOrEqual(180)
  })

  it('parks nodes that are no nodes', async () => {
    for (const node of [
      { e: 5 },
      { l: null, e: [{ p: 9, k: toBytes(Buffer.from('x')), v: null, t: null }] },
      'node',
    ]) {
      const blocks = new Map<string, Uint8Array<ArrayBuffer>>()
      const root = await add(blocks, commitOf(OWNER, await add(blocks, node)))
      expect(await readExport(streamOf(await buildCar({ root, blocks })))).toMatchObject({
        ids: [],
        parked: ['wrong_tree'],
      })
    }
  })

  it('refuses blocks that are not the repository of an account', async () => {
    const blocks = new Map<string, Uint8Array<ArrayBuffer>>()
    const root = await add(blocks, { hello: 'world' })
    expect((await readExport(streamOf(await buildCar({ root, blocks })))).refused).toMatchObject({
      reason: 'broken_car',
    })
    const missing = await add(new Map(), commitOf(OWNER, root))
    expect((await readExport(streamOf(await buildCar({ root: missing, blocks })))).refused).toMatchObject({
      reason: 'missing_block',
    })
  })
})

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

/** A record key with a time inside. */
function keyAt(at: number): string {
  const digits = '234567abcdefghijklmnopqrstuvwxyz'
  let bits = BigInt(at) * 1_000n * 1_024n
  let key = ''
  for (let count = 0; count < 13; count++) {
    key = digits.charAt(Number(bits % 32n)) + key
    bits /= 32n
  }
  return key
}
