import { describe, expect, test } from 'vitest'
import type { Post } from '../src/domain/post.ts'
import { Includes } from '../src/sources/x/includes.ts'
import { mapPost } from '../src/sources/x/map-post.ts'
import { xPostUrl } from '../src/sources/x/post-id.ts'
import { readMessage, readPage } from '../src/sources/x/read-message.ts'
import { timeOfXId, xIdAtTime } from '../src/sources/x/snowflake.ts'
import { ANN, BEN, idOf, type Json, NOON, streamed, tweet, user, xId } from './support/x-messages.ts'

function map(fields: Json, includes: Json = { users: [user()] }): Post {
  const mapped = mapPost(tweet(1, fields), new Includes(includes))
  if (mapped.kind !== 'keep') throw new Error(`not kept: ${mapped.reason}`)
  return mapped.post
}

const link = (url: string, expanded_url: string, more: Json = {}) => ({ url, expanded_url, ...more })

test('a plain post keeps text, account, time, language and numbers', () => {
  const post = map({
    public_metrics: { retweet_count: 2, reply_count: 3, like_count: 5, quote_count: 1, impression_count: 90 },
  })
  expect(post).toEqual({
    id: idOf(1),
    author: ANN,
    authorName: 'ann_reports',
    authorCreatedAt: Date.parse('2014-05-06T07:08:09Z'),
    createdAt: NOON + 1_000,
    text: 'The bridge over the river is closed, report 1.',
    lang: 'en',
    urls: [],
    hashtags: [],
    mentions: [],
    replyTo: null,
    repostOf: null,
    quoteOf: null,
    threadRoot: null,
    media: [],
    poll: null,
    likes: 5,
    reposts: 2,
    replies: 3,
    deletedAt: null,
    label: null,
    source: 'x',
    extra: {},
  })
  expect(xPostUrl(post.id)).toBe(`https://x.com/i/web/status/${xId(1)}`)
  expect(xPostUrl('bluesky:1')).toBeNull()
})

test("both of X's names for a field are read", () => {
  const long = 'It is long. '.repeat(60)
  const post = map(
    {
      edit_history_tweet_ids: null,
      edit_history_post_ids: [xId(0), xId(1)],
      note_post: { text: long },
      referenced_posts: [{ type: 'quoted', id: xId(-5) }],
      public_metrics: { repost_count: 4, reply_count: 0, like_count: 0 },
    },
    { posts: [tweet(-5)] },
  )
  expect(post).toMatchObject({ id: idOf(0), text: long, quoteOf: idOf(-5), reposts: 4 })
  const repost = map({ referenced_posts: [{ type: 'reposted', id: xId(-5) }] })
  expect(repost).toMatchObject({ repostOf: idOf(-5), text: '' })
})

describe('text', () => {
  test('of a long post is the whole of it, with its own tags', () => {
    const text = `${'Long words. '.repeat(40)} #Crue`
    const post = map({
      text: 'Long words… https://t.co/self',
      note_tweet: { text, entities: { hashtags: [{ start: 1, end: 2, tag: 'Crue' }] } },
    })
    expect(post.text).toBe(text)
    expect(post.hashtags).toEqual(['Crue'])
  })

  test('has HTML decoded once', () => {
    expect(map({ text: 'Tom &amp; Jerry &lt;3 &gt; &amp;lt; &quot;x&quot; &copy;' }).text).toBe(
      'Tom & Jerry <3 > &lt; "x" &copy;',
    )
  })

  test('shows where links lead, wherever X says they stand', () => {
    const post = map({
      text: 'A &amp; B 🌊 https://t.co/abc and https://t.co/abcd, https://t.co/none!',
      entities: {
        urls: [
          link('https://t.co/abc', 'https://news.example/a?b=1&c=2', { start: 900, end: 901 }),
          link('https://t.co/abcd', 'https://bit.example/x', { unwound_url: 'https://long.example/story' }),
        ],
      },
    })
    expect(post.text).toBe(
      'A & B 🌊 https://news.example/a?b=1&c=2 and https://bit.example/x, https://t.co/none!',
    )
    expect(post.urls).toEqual(['https://news.example/a?b=1&c=2', 'https://long.example/story'])
  })

  test('leaves out the links that X added for a picture and for a quoted post', () => {
    const post = map(
      {
        text: 'Look at this https://t.co/pic https://t.co/quo',
        entities: {
          urls: [
            link('https://t.co/pic', `https://x.com/ann/status/${xId(1)}/photo/1`, { media_key: '3_1' }),
            link('https://t.co/quo', `https://twitter.com/ben/status/${xId(-5)}`),
          ],
        },
        attachments: { media_keys: ['3_1'] },
        referenced_tweets: [{ type: 'quoted', id: xId(-5) }],
      },
      {
        media: [
          { media_key: '3_1', type: 'photo', url: 'https://pbs.example/1.jpg', alt_text: ' A bridge ' },
        ],
      },
    )
    expect(post.text).toBe('Look at this')
    expect(post.urls).toEqual([])
    expect(post.media).toEqual([{ kind: 'image', url: 'https://pbs.example/1.jpg', alt: 'A bridge' }])
  })

  test('keeps a link to another post that the author typed', () => {
    const target = `https://x.com/ben/status/${xId(-9)}`
    const post = map({ text: 'see https://t.co/abc', entities: { urls: [link('https://t.co/abc', target)] } })
    expect(post.text).toBe(`see ${target}`)
    expect(post.urls).toEqual([target])
  })

  test('is made storable', () => {
    expect(map({ text: 'a\ud800b\0c' }).text).toBe('a\ufffdb\ufffdc')
  })
})

test('a page behind a link is a card with its title, and addresses that are none are left out', () => {
  const post = map({
    text: 'https://t.co/a https://t.co/b https://t.co/c',
    entities: {
      urls: [
        link('https://t.co/a', 'https://news.example/story', { title: ' Bridge closed ' }),
        link('https://t.co/b', 'javascript:alert(1)'),
        link('https://t.co/c', 'https://'),
        null,
        'text',
      ],
    },
  })
  expect(post.urls).toEqual(['https://news.example/story'])
  expect(post.media).toEqual([{ kind: 'link', url: 'https://news.example/story', alt: 'Bridge closed' }])
  expect(post.text).toBe('https://news.example/story https://t.co/b https://t.co/c')
})

test('tags and mentioned accounts each come once, accounts by their number', () => {
  const post = map({
    entities: {
      hashtags: [{ tag: 'Crue' }, { tag: 'Crue' }, { tag: '' }, {}],
      mentions: [{ username: 'ben', id: BEN }, { username: 'ben', id: BEN }, { username: 'nobody' }],
    },
  })
  expect(post.hashtags).toEqual(['Crue'])
  expect(post.mentions).toEqual([BEN])
})

test('videos come as their best file, or as the picture that stands for them', () => {
  const variants = [
    { content_type: 'application/x-mpegURL', url: 'https://video.example/list.m3u8' },
    { content_type: 'video/mp4', bit_rate: 256_000, url: 'https://video.example/small.mp4' },
    { content_type: 'video/mp4', bit_rate: 2_176_000, url: 'https://video.example/large.mp4' },
  ]
  const post = map(
    { attachments: { media_keys: ['7_1', '16_2', '9_9', 5] } },
    {
      media: [
        { media_key: '7_1', type: 'video', variants, preview_image_url: 'https://pbs.example/p.jpg' },
        { media_key: '16_2', type: 'animated_gif', preview_image_url: 'https://pbs.example/g.jpg' },
      ],
    },
  )
  expect(post.media).toEqual([
    { kind: 'video', url: 'https://video.example/large.mp4', alt: null },
    { kind: 'video', url: 'https://pbs.example/g.jpg', alt: null },
  ])
})

test('a poll comes with its options, votes and end', () => {
  const options = [
    { position: 1, label: 'Yes', votes: 12 },
    { position: 2, label: 'No', votes: -1 },
  ]
  const post = map(
    { attachments: { poll_ids: ['55'] } },
    { polls: [{ id: '55', options, end_datetime: '2026-11-22T12:00:00.000Z' }] },
  )
  expect(post.poll).toEqual({
    options: [
      { text: 'Yes', votes: 12 },
      { text: 'No', votes: null },
    ],
    closesAt: NOON + 24 * 3_600_000,
  })
})

test('a repost has no text and no numbers of its own, and the original comes with it', () => {
  const original = tweet(-60, { author_id: BEN, text: 'Original words' })
  const message = readMessage(
    JSON.stringify(
      streamed(
        tweet(1, {
          text: 'RT @ben: Original wo…',
          referenced_tweets: [{ type: 'retweeted', id: xId(-60) }],
          public_metrics: { retweet_count: 88, reply_count: 0, like_count: 0 },
          entities: { hashtags: [{ tag: 'x' }], mentions: [{ id: BEN, username: 'ben' }] },
        }),
        { includes: { users: [user(), user(BEN, 'ben')], tweets: [original] } },
      ),
    ),
    null,
  )
  if (message.kind !== 'posts') throw new Error(message.kind)
  const [repost, shown] = message.mapped
  expect(repost).toMatchObject({
    post: {
      text: '',
      repostOf: idOf(-60),
      lang: null,
      likes: null,
      reposts: null,
      mentions: [],
      hashtags: [],
    },
  })
  expect(shown).toMatchObject({ post: { id: idOf(-60), text: 'Original words', authorName: 'ben' } })
})

test('replies name what they answer and what began the conversation, by the first version of each', () => {
  const parent = tweet(-20, { edit_history_tweet_ids: [xId(-40), xId(-20)] })
  const post = map(
    { referenced_tweets: [{ type: 'replied_to', id: xId(-20) }], conversation_id: xId(-100) },
    { tweets: [parent] },
  )
  expect(post).toMatchObject({ replyTo: idOf(-40), threadRoot: idOf(-100), repostOf: null })
})

test('what a post answers is not read as a post of its own', () => {
  const line = streamed(tweet(1, { referenced_tweets: [{ type: 'replied_to', id: xId(-20) }] }), {
    includes: { tweets: [tweet(-20)] },
  })
  const message = readMessage(JSON.stringify(line), null)
  expect(message.kind === 'posts' && message.mapped).toHaveLength(1)
})

test('an edited post keeps the id and the time of its first version', () => {
  const history = [xId(1), xId(300), xId(600)]
  const mapped = mapPost(
    tweet(600, { edit_history_tweet_ids: history, conversation_id: xId(1) }),
    new Includes(null),
  )
  expect(mapped).toMatchObject({
    isEdit: true,
    version: xId(600),
    post: {
      id: idOf(1),
      createdAt: NOON + 1_000,
      threadRoot: null,
      extra: { x_version: xId(600), edited_at: '2026-11-21T12:10:00.000Z' },
    },
  })
  expect(map({ edit_history_tweet_ids: [''] }).id).toBe(idOf(1))
})

test.each([
  ['en', 'en'],
  ['in', 'id'],
  ['iw', 'he'],
  ['zh-CN', 'zh'],
  ['und', null],
  ['zxx', null],
  ['qme', null],
  [5, null],
])('language %s is %s', (lang, expected) => {
  expect(map({ lang }).lang).toBe(expected)
})

test('posts withheld anywhere are dropped', () => {
  const withheld = { copyright: false, country_codes: ['DE'] }
  expect(mapPost(tweet(1, { withheld }), new Includes(null))).toEqual({ kind: 'drop', reason: 'withheld' })
})

test.each([
  ['bad_id', { id: '12a' }],
  ['bad_id', { id: 12 }],
  ['bad_account', { author_id: undefined }],
  ['no_text', { text: null }],
  ['text_too_long', { text: 'x'.repeat(60_001) }],
])('parks a post for %s', (reason, fields) => {
  expect(mapPost(tweet(1, fields), new Includes(null))).toEqual({ kind: 'park', reason })
})

test('links that grow a text beyond the limit park it', () => {
  const long = `https://a.example/${'x'.repeat(4_000)}`
  const fields = { text: 'https://t.co/a '.repeat(100), entities: { urls: [link('https://t.co/a', long)] } }
  expect(mapPost(tweet(1, fields), new Includes(null))).toEqual({ kind: 'park', reason: 'text_too_long' })
})

test('ids carry their time, except those from before November 2010', () => {
  expect(timeOfXId(xId(5))).toBe(NOON + 5_000)
  expect(timeOfXId('20')).toBeNull()
  expect(xIdAtTime(Date.UTC(2000, 0, 1))).toBe(0n)
  expect(
    mapPost(
      tweet(1, { id: '20', edit_history_tweet_ids: ['20'], created_at: '2006-03-21T20:50:14Z' }),
      new Includes(null),
    ),
  ).toMatchObject({
    post: { createdAt: Date.parse('2006-03-21T20:50:14Z') },
  })
})

test('a page of search results is read post by post', () => {
  const messages = readPage({ data: [tweet(2), 'nonsense', tweet(1)], includes: { users: [user()] } })
  expect(messages.map(({ kind }) => kind)).toEqual(['posts', 'unreadable', 'posts'])
  expect(readPage({ meta: { result_count: 0 } })).toEqual([])
})
