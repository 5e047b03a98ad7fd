import { expect, test } from 'vitest'
import { ALICE, BOB, idOf, postRecord } from '../../../test/support/jetstream-messages.ts'
import type { Post } from '../../domain/post.ts'
import { postUrl } from '../post-url.ts'
import { mapPost } from './map-post.ts'

const SEEN_AT = Date.parse('2026-11-21T12:00:00Z')
const IMAGE = 'bafkreiaimageimageimageimageimageimageimageimageimageimage'

function map(fields: Record<string, unknown>, place: { did?: string; rkey?: string } = {}): Post {
  const mapped = mapPost({
    did: place.did ?? ALICE,
    recordKey: place.rkey ?? '3m64wz3tapc2a',
    seenAt: SEEN_AT,
    record: postRecord(fields),
  })
  if (mapped.kind === 'park') throw new Error(`parked: ${mapped.reason}`)
  return mapped.post
}

/** A facet over the bytes of `words` in `text`, as clients write them. */
function facet(text: string, words: string, feature: Record<string, unknown>): unknown {
  const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(words)))
  return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(words) }, features: [feature] }
}

const link = (uri: string) => ({ $type: 'app.bsky.richtext.facet#link', uri })
const tag = (value: string) => ({ $type: 'app.bsky.richtext.facet#tag', tag: value })
const mention = (did: string) => ({ $type: 'app.bsky.richtext.facet#mention', did })

test('a plain post keeps text, author, time and language', () => {
  const post = map({})
  expect(post).toMatchObject({
    id: idOf(),
    author: ALICE,
    authorName: null,
    text: 'The bridge over the river is closed.',
    createdAt: Date.parse('2026-11-21T11:59:59.500Z'),
    lang: 'en',
    source: 'bluesky',
    likes: null,
    extra: {},
  })
})

test('a post opens on the network under its account and record key', () => {
  expect(postUrl(map({}).id)).toBe(`https://bsky.app/profile/${ALICE}/post/3m64wz3tapc2a`)
  expect(postUrl('file-17')).toBeNull()
  expect(postUrl('constructor:1')).toBeNull()
})

test('facets are read by bytes, in reading order, also after emoji and accents', () => {
  const text = '🌊🌊 élan #Crue voir exemple.fr/long… @bob'
  const post = map({
    text,
    facets: [
      facet(text, '@bob', mention(BOB)),
      facet(text, 'exemple.fr/long…', link('https://exemple.fr/long/chemin')),
      facet(text, '#Crue', tag('Crue')),
    ],
  })
  expect(post.urls).toEqual(['https://exemple.fr/long/chemin'])
  expect(post.hashtags).toEqual(['Crue'])
  expect(post.mentions).toEqual([BOB])
})

test.each([
  ['outside the text', { byteStart: 0, byteEnd: 400 }],
  ['inside a character', { byteStart: 1, byteEnd: 4 }],
  ['empty', { byteStart: 4, byteEnd: 4 }],
  ['backwards', { byteStart: 8, byteEnd: 4 }],
  ['not a number', { byteStart: '0', byteEnd: 4 }],
])('a facet that is %s is left out', (_what, index) => {
  expect(map({ text: '🌊 water', facets: [{ index, features: [link('https://a.example')] }] }).urls).toEqual(
    [],
  )
})

test('only web links are links, each once', () => {
  const text = 'a b c d'
  const post = map({
    text,
    facets: [
      facet(text, 'a', link('https://a.example/')),
      facet(text, 'b', link('javascript:alert(1)')),
      facet(text, 'c', link('https://')),
      facet(text, 'd', link('https://a.example/')),
    ],
  })
  expect(post.urls).toEqual(['https://a.example/'])
})

test('a link card gives its link and its title', () => {
  const external = {
    uri: 'https://news.example/flood',
    title: 'Flood warning',
    description: 'Rain',
    thumb: null,
  }
  const post = map({ embed: { $type: 'app.bsky.embed.external', external } })
  expect(post.urls).toEqual(['https://news.example/flood'])
  expect(post.media).toEqual([{ kind: 'link', url: 'https://news.example/flood', alt: 'Flood warning' }])
})

test('images and videos keep their descriptions', () => {
  const blob = { $type: 'blob', ref: { $link: IMAGE }, mimeType: 'image/jpeg', size: 1 }
  const images = map({
    embed: { $type: 'app.bsky.embed.images', images: [{ image: blob, alt: 'A bridge' }, { alt: 'x' }] },
  })
  expect(images.media).toEqual([
    {
      kind: 'image',
      url: `https://cdn.bsky.app/img/feed_fullsize/plain/${ALICE}/${IMAGE}@jpeg`,
      alt: 'A bridge',
    },
  ])
  const video = map({ embed: { $type: 'app.bsky.embed.video', video: blob, alt: '' } })
  expect(video.media).toMatchObject([{ kind: 'video', alt: null }])
})

test('replies and quotes point to the posts they are about', () => {
  const root = `at://${BOB}/app.bsky.feed.post/3m64wz3tapc2r`
  const parent = `at://${BOB}/app.bsky.feed.post/3m64wz3tapc2p`
  const quoted = { $type: 'app.bsky.embed.record', record: { uri: parent, cid: 'x' } }
  const post = map({
    reply: { root: { uri: root, cid: 'x' }, parent: { uri: parent, cid: 'x' } },
    embed: quoted,
  })
  expect(post).toMatchObject({
    threadRoot: `bluesky:${root}`,
    replyTo: `bluesky:${parent}`,
    quoteOf: `bluesky:${parent}`,
  })
})

test('a quote with pictures gives both', () => {
  const media = {
    $type: 'app.bsky.embed.images',
    images: [{ image: { cid: IMAGE, mimeType: 'image/png' }, alt: null }],
  }
  const record = {
    $type: 'app.bsky.embed.record',
    record: { uri: `at://${BOB}/app.bsky.feed.post/3m64wz3tapc2p` },
  }
  const post = map({ embed: { $type: 'app.bsky.embed.recordWithMedia', media, record } })
  expect(post.quoteOf).toBe(`bluesky:at://${BOB}/app.bsky.feed.post/3m64wz3tapc2p`)
  expect(post.media).toHaveLength(1)
})

test('a quoted feed or list is not a quoted post', () => {
  const record = { uri: `at://${BOB}/app.bsky.feed.generator/news`, cid: 'x' }
  expect(map({ embed: { $type: 'app.bsky.embed.record', record } }).quoteOf).toBeNull()
})

test.each([
  [['en-GB'], 'en'],
  [['pt-BR', 'pt'], 'pt'],
  [['en', 'fr'], null],
  [[], null],
  [null, null],
  [['<script>'], null],
])('declared languages %j give %j', (langs, lang) => {
  expect(map({ langs }).lang).toBe(lang)
})

test('a date that is not believed is kept beside the one that is', () => {
  const post = map({ createdAt: '2012-01-01T00:00:00Z' }, { rkey: 'self' })
  expect(post.createdAt).toBe(SEEN_AT)
  expect(post.extra).toEqual({ declared_created_at: '2012-01-01T00:00:00Z' })
})

test('the labels an author put on a post are kept', () => {
  expect(
    map({ labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'graphic-media' }] } }).extra,
  ).toEqual({
    labels: ['graphic-media'],
  })
})

test('null and malformed parts are left out and the post is kept', () => {
  const post = map({
    facets: null,
    embed: 7,
    reply: null,
    langs: 'en',
    tags: [null, 'rain'],
    labels: [],
    via: {},
  })
  expect(post).toMatchObject({ urls: [], media: [], replyTo: null, lang: null, hashtags: ['rain'] })
})

test('half a surrogate pair does not reach the archive', () => {
  expect(map({ text: 'broken \ud83c' }).text).toBe('broken \ufffd')
})

test.each([
  [{ record: null }, 'no_record'],
  [{ record: [] }, 'no_record'],
  [{ record: postRecord({ text: null }) }, 'no_text'],
  [{ record: postRecord({ text: 'x'.repeat(20_001) }) }, 'text_too_long'],
  [{ record: postRecord(), recordKey: '../../etc' }, 'bad_id'],
  [{ record: postRecord(), did: 'alice' }, 'bad_id'],
])('%o is parked as %s', (event, reason) => {
  expect(mapPost({ did: ALICE, recordKey: '3m64wz3tapc2a', seenAt: SEEN_AT, ...event })).toEqual({
    kind: 'park',
    reason,
  })
})
