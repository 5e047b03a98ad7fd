import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { noteTweet, tweet, X_ACCOUNT, ytd } from './support/export-samples.ts'
import { readExport, streamOf } from './support/read-export.ts'
import { buildZip } from './support/zip-builder.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

const FIRST = '1050118621198921728'
const SECOND = '1050118621198921999'

describe('an export from X', () => {
  it('gives posts the ids and fields that the live source gives them', async () => {
    const zip = buildZip([
      { name: 'data/account.js', content: X_ACCOUNT },
      {
        name: 'data/tweets.js',
        content: ytd('tweets', [
          tweet(
            FIRST,
            'To make room &amp; peace https://t.co/XweGngmxlP, @bo &lt;3 https://t.co/photo12345',
            {
              entities: {
                hashtags: [{ text: 'peace', indices: ['0', '6'] }],
                user_mentions: [
                  { name: 'Bo', screen_name: 'bo', id_str: '815', id: '815', indices: ['1', '2'] },
                ],
                urls: [
                  {
                    url: 'https://t.co/XweGngmxlP',
                    expanded_url: 'https://example.org/a?b=1',
                    display_url: 'example.org/a…',
                  },
                ],
                media: [
                  {
                    url: 'https://t.co/photo12345',
                    expanded_url: `https://twitter.com/ana_writes/status/${FIRST}/photo/1`,
                  },
                ],
              },
              extended_entities: {
                media: [
                  {
                    url: 'https://t.co/photo12345',
                    type: 'photo',
                    media_url_https: 'https://pbs.twimg.com/media/abc.jpg',
                    ext_alt_text: 'A room',
                  },
                ],
              },
              in_reply_to_status_id_str: '1050118621198921000',
              lang: 'in',
            },
          ),
        ]),
      },
    ])
    const { posts, parked } = await readExport(streamOf(zip))
    expect(parked).toEqual([])
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({
      id: `x:${FIRST}`,
      author: '4711',
      authorName: 'ana_writes',
      authorCreatedAt: Date.UTC(2012, 2, 4, 5, 6, 7),
      createdAt: Date.UTC(2018, 9, 10, 20, 19, 24),
      text: 'To make room & peace https://example.org/a?b=1, @bo <3',
      urls: ['https://example.org/a?b=1'],
      hashtags: ['peace'],
      mentions: ['815'],
      replyTo: 'x:1050118621198921000',
      repostOf: null,
      media: [{ kind: 'image', url: 'https://pbs.twimg.com/media/abc.jpg', alt: 'A room' }],
      likes: 3,
      reposts: 1,
      replies: null,
      lang: 'id',
      source: 'x',
      extra: {},
    })
  })

  it('is read in all its parts, and parks deleted posts without keeping what they said', async () => {
    const zip = buildZip([
      { name: 'twitter-2024/data/tweets-part1.js', content: ytd('tweets', [tweet('12', 'two')], 1) },
      { name: 'twitter-2024/data/tweets.js', content: ytd('tweets', [tweet('11', 'one')]) },
      {
        name: 'twitter-2024/data/deleted-tweets.js',
        content: ytd('deleted_tweets', [tweet('13', 'a secret')]),
      },
      {
        name: 'twitter-2024/data/direct-messages.js',
        content: 'window.YTD.direct_messages.part0 = [{"tweet":{}}]',
      },
      {
        name: 'twitter-2024/data/like.js',
        content: ytd('like', [{ like: { tweetId: '5', fullText: 'liked' } }]),
      },
      { name: 'twitter-2024/data/tweets_media/11-tweets.js.jpg', content: 'not a picture' },
      { name: 'twitter-2024/data/account.js', content: X_ACCOUNT },
    ])
    const reading = await readExport(streamOf(zip))
    expect(reading.ids).toEqual(['x:11', 'x:12'])
    expect(reading.parked).toEqual(['deleted'])
    expect(reading.samples).toEqual(['x:13'])
  })

  it('reads the oldest form too: tweet.js, nothing wrapped, numbers as numbers', async () => {
    const { id_str: _, ...old } = tweet('20', 'hello').tweet
    const text = `window.YTD.tweet.part0 = [ ${JSON.stringify({ ...old, favorite_count: 7, id_str: '20', id: 20 })} ]`
    const { posts } = await readExport(streamOf(buildZip([{ name: 'tweet.js', content: text, method: 0 }])))
    expect(posts[0]).toMatchObject({ id: 'x:20', text: 'hello', likes: 7 })
  })

  it('reads tweets.js alone, packed or not, with account.js where it lies beside it', async () => {
    const text = ytd('tweets', [tweet(FIRST, 'alone')])
    expect((await readExport(streamOf(text))).posts[0]).toMatchObject({ id: `x:${FIRST}`, author: 'unknown' })
    expect((await readExport(streamOf(gzipSync(text)))).ids).toEqual([`x:${FIRST}`])
    const folder = await mkdtemp(join(tmpdir(), 'verity-export-'))
    folders.push(folder)
    await writeFile(join(folder, 'renamed.txt'), text)
    await writeFile(join(folder, 'account.js'), X_ACCOUNT)
    const { posts } = await readExport({ kind: 'path', path: join(folder, 'renamed.txt') })
    expect(posts[0]).toMatchObject({ author: '4711', authorName: 'ana_writes' })
  })

  it('keeps a repost as the export has it, without the numbers of the original', async () => {
    const text = ytd('tweets', [
      tweet('30', 'RT @bo: what I said', { favorite_count: '0', retweet_count: '99' }),
    ])
    const { posts } = await readExport(streamOf(text))
    expect(posts[0]).toMatchObject({
      text: 'RT @bo: what I said',
      repostOf: null,
      likes: null,
      reposts: null,
    })
  })

  it('takes the link to another post at the end for the quotation it shows as', async () => {
    const urls = [{ url: 'https://t.co/q', expanded_url: 'https://twitter.com/bo/status/555' }]
    const { posts } = await readExport(
      streamOf(ytd('tweets', [tweet('31', 'look at this https://t.co/q', { entities: { urls } })])),
    )
    expect(posts[0]).toMatchObject({ text: 'look at this', quoteOf: 'x:555', urls: [] })
  })

  it('puts the full text of a long post in the place of its beginning', async () => {
    const beginning = 'A long story about the harbour that goes on and on and on'
    const whole = `${beginning}, until it ends at https://t.co/end1 &amp; stops.`
    const zip = buildZip([
      {
        name: 'data/tweets.js',
        content: ytd('tweets', [
          tweet('40', `${beginning}… https://t.co/self`),
          tweet('41', `${beginning}…`, { created_at: 'Wed Oct 10 21:19:24 +0000 2018' }),
        ]),
      },
      {
        name: 'data/note-tweet.js',
        content: ytd('note_tweet', [
          noteTweet(whole, '2018-10-10T20:19:25.000Z', [
            { shortUrl: 'https://t.co/end1', expandedUrl: 'https://example.org/end' },
          ]),
        ]),
      },
    ])
    const { posts } = await readExport(streamOf(zip))
    expect(posts[0]).toMatchObject({
      text: `${beginning}, until it ends at https://example.org/end & stops.`,
      urls: ['https://example.org/end'],
      hashtags: ['long'],
    })
    expect(posts[1]?.text).toBe(`${beginning}…`)
  })

  it('counts the versions of an edited post as one post', async () => {
    const edit_info = {
      edit: { initialTweetId: FIRST, editControlInitial: { editTweetIds: [FIRST, SECOND] } },
    }
    const { posts } = await readExport(streamOf(ytd('tweets', [tweet(SECOND, 'better', { edit_info })])))
    expect(posts[0]).toMatchObject({ id: `x:${FIRST}`, extra: { x_version: SECOND } })
  })

  it('parks one damaged tweet and reads the next', async () => {
    const list = ytd('tweets', [
      tweet('50', 'one'),
      tweet('51', 'two'),
      tweet('52', 'three'),
      tweet('53', 'four'),
    ])
    const unclosed = list.replace('"full_text" : "two"', '"full_text" : "two')
    expect(await readExport(streamOf(unclosed))).toMatchObject({
      ids: ['x:50', 'x:52', 'x:53'],
      parked: ['not_json'],
    })
    const braceless = list.replace(/"full_text" : "two",\s+"lang" : "en"\s+\}/, '"full_text" : "two"')
    expect(await readExport(streamOf(braceless))).toMatchObject({
      ids: ['x:50', 'x:52', 'x:53'],
      parked: ['not_json'],
    })
  })

  it('parks tweets without an id, a text or a time, and what is not a tweet', async () => {
    const list = [
      tweet('x1', 'no id'),
      tweet('60', 'no time', { created_at: 'yesterday' }),
      tweet('61', 'x', { full_text: 5 }),
      'a string, with [ and {',
      7,
      null,
      [1, [2]],
      tweet('62', 'fine'),
    ]
    const reading = await readExport(streamOf(ytd('tweets', list)))
    expect(reading.ids).toEqual(['x:62'])
    expect(reading.parked).toEqual([
      'wrong_id',
      'wrong_date',
      'wrong_text',
      'not_an_object',
      'not_an_object',
      'not_an_object',
      'not_an_object',
    ])
  })

  it('says so when the list is cut off', async () => {
    const list = ytd('tweets', [tweet('70', 'one'), tweet('71', 'two')])
    expect(await readExport(streamOf(list.slice(0, -300)))).toMatchObject({
      ids: ['x:70'],
      parked: ['not_json'],
    })
    const between = list.slice(0, list.indexOf('},\n  {') + 2)
    expect(await readExport(streamOf(between))).toMatchObject({ ids: ['x:70'], parked: ['not_json'] })
  })

  it('drops a tweet that is endless without holding it, and reads on', async () => {
    async function* chunks() {
      yield Buffer.from(
        `${ytd('tweets', [tweet('80', 'one')]).slice(0, -2)},{"tweet":{"id_str":"81","full_text":"`,
      )
      for (let count = 0; count < 800; count++) yield Buffer.alloc(65_536, 'x')
      yield Buffer.from(`"}},${JSON.stringify(tweet('82', 'two'))}]`)
    }
    const reading = await readExport({ kind: 'stream', name: 'tweets.js', stream: chunks() })
    expect(reading).toMatchObject({ ids: ['x:80', 'x:82'], parked: ['too_long'] })
  })

  it('refuses the parts of an export that hold no posts, and says what to import', async () => {
    const { refused } = await readExport(streamOf(ytd('like', []), 'like.js'))
    expect(refused).toMatchObject({ reason: 'no_posts', message: expect.stringContaining('tweets.js') })
  })

  it('goes on where an import stopped, by the number of items', async () => {
    const list = Array.from({ length: 50 }, (_, n) => tweet(String(100 + n), `post ${n}`))
    const { ids } = await readExport(streamOf(ytd('tweets', list)), 48)
    expect(ids).toEqual(['x:148', 'x:149'])
  })
})
