import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { ACTOR_URI, boost, MASTODON_ACTOR, note, outbox } from './support/export-samples.ts'
import { readExport, streamOf } from './support/read-export.ts'
import { buildTar } from './support/tar-builder.ts'
import { buildZip } from './support/zip-builder.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'
const FOLLOWERS = `${ACTOR_URI}/followers`

describe('an export from Mastodon', () => {
  it('gives posts the ids and fields that the live source gives them', async () => {
    const content =
      '<p>Hello <span class="h-card"><a href="https://other.example/@bo" class="u-url mention">@<span>bo</span></a></span>, see ' +
      '<a href="https://example.org/a/long/path"><span class="invisible">https://</span><span class="ellipsis">example.org/a/l</span><span class="invisible">ong/path</span></a></p><p>Second &amp; last<br>line</p>'
    const status = note(1, content, {
      summary: 'about links',
      sensitive: true,
      inReplyTo: 'https://other.example/users/bo/statuses/9',
      updated: '2023-05-07T00:00:00Z',
      contentMap: { 'en-GB': content },
      tag: [
        { type: 'Mention', href: 'https://other.example/users/bo', name: '@bo@other.example' },
        { type: 'Hashtag', href: 'https://example.social/tags/harbour', name: '#harbour' },
      ],
      attachment: [
        {
          type: 'Document',
          mediaType: 'image/png',
          url: 'media_attachments/files/1/original/a.png',
          name: 'A map',
        },
      ],
      likes: { id: 'x', type: 'Collection', totalItems: 4 },
      shares: { id: 'y', type: 'Collection', totalItems: 2 },
    })
    const { posts, parked } = await readExport(streamOf(archive([status])))
    expect(parked).toEqual([])
    expect(posts[0]).toMatchObject({
      id: `mastodon:${ACTOR_URI}/statuses/1`,
      author: 'Ana@example.social',
      authorName: 'Ana Example',
      authorCreatedAt: Date.UTC(2019, 3, 1),
      createdAt: Date.UTC(2023, 4, 6, 7, 8, 9),
      text: 'about links\n\nHello @bo, see https://example.org/a/long/path\n\nSecond & last\nline',
      lang: 'en',
      urls: ['https://example.org/a/long/path'],
      hashtags: ['harbour'],
      mentions: ['bo@other.example'],
      replyTo: 'mastodon:https://other.example/users/bo/statuses/9',
      media: [{ kind: 'image', url: 'media_attachments/files/1/original/a.png', alt: 'A map' }],
      likes: 4,
      reposts: 2,
      replies: null,
      source: 'mastodon',
      extra: { content_warning_length: 11, sensitive: true, edited_at: '2023-05-07T00:00:00.000Z' },
    })
  })

  it('keeps what was for everybody and parks the rest as private, without what it said', async () => {
    const reading = await readExport(
      streamOf(
        archive([
          note(1, '<p>public</p>'),
          note(2, '<p>unlisted</p>', { to: [FOLLOWERS], cc: [PUBLIC] }),
          note(3, '<p>for followers</p>', { to: [FOLLOWERS], cc: [] }),
          note(4, '<p>for you</p>', { to: ['https://other.example/users/bo'], cc: [] }),
          note(5, '<p>nobody knows</p>', { to: null, cc: null }),
          { ...boost(6, 'https://other.example/users/bo/statuses/9'), to: FOLLOWERS, cc: null },
          note(7, '<p>a single address</p>', { to: 'as:Public', cc: null }),
        ]),
      ),
    )
    expect(reading.posts.map(({ text }) => text)).toEqual(['public', 'unlisted', 'a single address'])
    expect(reading.posts[1]?.extra).toEqual({ visibility: 'unlisted' })
    expect(reading.parked).toEqual(['private', 'private', 'private', 'private'])
    expect(reading.samples.join()).not.toMatch(/followers<|for you|nobody/)
    expect(reading.samples[0]).toBe(`${ACTOR_URI}/statuses/3/activity`)
  })

  it('takes boosts with what they pass on, and polls with their options', async () => {
    const { posts } = await readExport(
      streamOf(
        archive([
          boost(1, 'https://other.example/users/bo/statuses/9'),
          note(2, '<p>Which?</p>', {
            type: 'Question',
            endTime: '2023-05-08T00:00:00Z',
            votersCount: 5,
            oneOf: [
              { type: 'Note', name: 'This', replies: { type: 'Collection', totalItems: 3 } },
              { type: 'Note', name: 'That', replies: { type: 'Collection', totalItems: 2 } },
            ],
          }),
        ]),
      ),
    )
    expect(posts[0]).toMatchObject({
      id: `mastodon:${ACTOR_URI}/statuses/1/activity`,
      text: '',
      repostOf: 'mastodon:https://other.example/users/bo/statuses/9',
    })
    expect(posts[1]?.poll).toEqual({
      options: [
        { text: 'This', votes: 3 },
        { text: 'That', votes: 2 },
      ],
      closesAt: Date.UTC(2023, 4, 8),
    })
  })

  it('is read from a tar.gz, where the account comes last, the same as from a zip or a folder', async () => {
    const items = [note(1, '<p>one</p>'), note(2, '<p>two</p>')]
    const files = [
      { name: 'media_attachments/files/1/original/outbox.png', content: Buffer.alloc(100_000, 7) },
      { name: './outbox.json', content: outbox(items) },
      { name: 'likes.json', content: '{}' },
      { name: './actor.json', content: MASTODON_ACTOR },
    ]
    const zipped = await readExport(streamOf(archive(items)))
    expect(await readExport(streamOf(gzipSync(buildTar(files)), 'archive.tar.gz'))).toEqual(zipped)
    expect(await readExport(streamOf(buildTar(files)))).toEqual(zipped)
    const folder = await mkdtemp(join(tmpdir(), 'verity-export-'))
    folders.push(folder)
    await writeFile(join(folder, 'outbox.json'), outbox(items))
    await writeFile(join(folder, 'actor.json'), MASTODON_ACTOR)
    expect(await readExport({ kind: 'path', path: join(folder, 'outbox.json') })).toEqual(zipped)
  })

  it('names the author by the address of outbox.json alone', async () => {
    const { posts } = await readExport(streamOf(outbox([note(1, '<p>alone</p>')])))
    expect(posts[0]).toMatchObject({ author: 'ana@example.social', authorName: null, text: 'alone' })
  })

  it('parks what is no post, and a damaged activity, and reads on', async () => {
    const items = [
      { id: 'x', type: 'Move', object: ACTOR_URI },
      note(1, '<p>one</p>', { id: 'not an address' }),
      note(2, '<p>two</p>', { published: 'once' }),
      note(3, '<p>three</p>'),
      note(4, '<p>four</p>'),
      'text',
    ]
    const whole = outbox(items)
    const reading = await readExport(streamOf(whole))
    expect(reading.posts.map(({ text }) => text)).toEqual(['three', 'four'])
    expect(reading.parked).toEqual(['not_a_post', 'wrong_id', 'wrong_date', 'not_an_object'])
    const damaged = await readExport(streamOf(whole.replace('"<p>three</p>"', '"<p>three</p>')))
    expect(damaged.posts.map(({ text }) => text)).toEqual(['four'])
    expect(damaged.parked).toContain('not_json')
  })

  it('says so when the archive is cut off, and keeps what came before', async () => {
    const items = Array.from({ length: 3_000 }, (_, n) =>
      note(n, `<p>post ${(n * 2_654_435_761) % 4_294_967_296}</p>`),
    )
    const packed = gzipSync(
      buildTar([
        { name: 'actor.json', content: MASTODON_ACTOR },
        { name: 'outbox.json', content: outbox(items) },
      ]),
    )
    const reading = await readExport(streamOf(packed.subarray(0, packed.length / 2)))
    expect(reading.ids.length).toBeGreaterThan(500)
    expect(new Set(reading.parked)).toEqual(new Set(['broken_gzip']))
  })
})

function archive(items: readonly unknown[]): Buffer {
  return buildZip([
    { name: 'outbox.json', content: outbox(items) },
    { name: 'actor.json', content: MASTODON_ACTOR },
    { name: 'likes.json', content: '{"type":"OrderedCollection"}' },
    { name: 'media_attachments/files/1/original/a.png', content: 'png' },
  ])
}
