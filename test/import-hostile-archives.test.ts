import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MASTODON_ACTOR, note, outbox, tweet, X_ACCOUNT, ytd } from './support/export-samples.ts'
import { readExport, streamOf } from './support/read-export.ts'
import { buildTar } from './support/tar-builder.ts'
import { buildZip, type ZipFile } from './support/zip-builder.ts'

const before = process.env['TMPDIR']
let temporary = ''

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'verity-hostile-'))
  process.env['TMPDIR'] = temporary
})

afterAll(async () => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  await rm(temporary, { recursive: true, force: true })
})

const TWEETS = ytd('tweets', [tweet('1', 'one'), tweet('2', 'two')])
const GOOD: ZipFile = { name: 'data/tweets.js', content: TWEETS }
const ACCOUNT: ZipFile = { name: 'data/account.js', content: X_ACCOUNT }

describe('zip files that are not what they should be', () => {
  it('are refused with plain words when their list of contents is gone', async () => {
    const zip = buildZip([GOOD, ACCOUNT])
    for (const damaged of [
      zip.subarray(0, zip.length - 30),
      zip.subarray(0, 100),
      Buffer.from('PK\u0003\u0004'),
    ]) {
      const { refused } = await readExport(streamOf(damaged, 'x.zip'))
      expect(refused).toMatchObject({ reason: 'broken_zip', message: expect.stringContaining('x.zip') })
    }
  })

  it('are refused when there is nothing in them that we know', async () => {
    for (const files of [
      [],
      [{ name: 'holiday.jpg', content: 'x' }],
      [{ name: 'inner.zip', content: buildZip([GOOD]) }],
    ])
      expect((await readExport(streamOf(buildZip(files)))).refused).toMatchObject({ reason: 'no_posts' })
  })

  it('say that they are encrypted, or packed by a method we do not read', async () => {
    const locked = { ...GOOD, flags: 1 }
    expect((await readExport(streamOf(buildZip([locked, ACCOUNT])))).refused).toMatchObject({
      reason: 'encrypted',
      message: expect.stringContaining('password'),
    })
    const odd = { ...GOOD, method: 14 }
    expect((await readExport(streamOf(buildZip([odd])))).refused).toMatchObject({ reason: 'unsupported' })
    const both = buildZip([{ ...locked, name: 'data/tweets-part1.js' }, GOOD])
    expect(await readExport(streamOf(both))).toMatchObject({ ids: ['x:1', 'x:2'], parked: ['encrypted'] })
  })

  it('lead nowhere by the paths they name', async () => {
    for (const name of [
      '../data/tweets.js',
      '/etc/tweets.js',
      'C:/tweets.js',
      'data\\..\\tweets.js',
      'a/../../tweets.js',
    ]) {
      expect((await readExport(streamOf(buildZip([{ ...GOOD, name }])))).refused).toMatchObject({
        reason: 'unsafe_path',
      })
      const reading = await readExport(
        streamOf(buildZip([GOOD, { name, content: ytd('tweets', [tweet('9', 'x')]) }])),
      )
      expect(reading).toMatchObject({ ids: ['x:1', 'x:2'], parked: ['unsafe_path'] })
    }
  })

  it('lose the file that is damaged and keep the others', async () => {
    const part = ytd(
      'tweets',
      Array.from({ length: 200 }, (_, n) => tweet(String(1_000 + n), `number ${n * 7_919}`)),
    )
    const zip = buildZip([{ name: 'data/tweets-part1.js', content: part }, GOOD])
    zip.fill(0xff, 1_500, 1_600)
    const reading = await readExport(streamOf(zip))
    expect(reading.ids.slice(0, 2)).toEqual(['x:1', 'x:2'])
    expect(reading.parked.at(-1)).toBe('broken_zip')
  })

  it('say so when a checksum is wrong, and keep what could be read', async () => {
    const zip = buildZip([{ ...GOOD, claimedCrc: 1 }])
    expect(await readExport(streamOf(zip))).toMatchObject({ ids: ['x:1', 'x:2'], parked: ['broken_zip'] })
  })

  it('cannot unpack to more than they say, nor say more than an export holds', async () => {
    const bomb = { name: 'data/tweets-part1.js', content: Buffer.alloc(60_000_000, ' ') }
    const liar = buildZip([{ ...bomb, claimedBytes: 10 }, GOOD])
    expect(await readExport(streamOf(liar))).toMatchObject({ ids: ['x:1', 'x:2'], parked: ['broken_zip'] })
    const boaster = buildZip([{ ...bomb, content: 'x', claimedBytes: 5_000_000_000, zip64: true }, GOOD])
    expect(await readExport(streamOf(boaster))).toMatchObject({ ids: ['x:1', 'x:2'], parked: ['too_large'] })
  })

  it('are unpacked by pieces: a bomb costs time, not memory', async () => {
    const zip = buildZip([
      { name: 'data/tweets.js', content: Buffer.alloc(80_000_000, '[') },
      { ...GOOD, name: 'data/tweets-part1.js' },
    ])
    expect(zip.length).toBeLessThan(1_000_000)
    const heldBefore = process.memoryUsage().arrayBuffers
    const reading = await readExport(streamOf(zip))
    expect(reading).toMatchObject({ ids: ['x:1', 'x:2'], parked: ['too_long'] })
    expect(process.memoryUsage().arrayBuffers - heldBefore).toBeLessThan(100_000_000)
  })

  it('may have zip64 fields, thousands of media files, and an empty list of tweets', async () => {
    const media = Array.from({ length: 5_000 }, (_, n) => ({
      name: `data/tweets_media/${n}.jpg`,
      content: '',
      method: 0,
    }))
    const zip = buildZip([...media, { ...GOOD, zip64: true }, ACCOUNT])
    expect((await readExport(streamOf(zip))).ids).toEqual(['x:1', 'x:2'])
    const none = buildZip([{ name: 'data/tweets.js', content: 'window.YTD.tweets.part0 = [ ]' }])
    expect(await readExport(streamOf(none))).toMatchObject({ ids: [], parked: [], refused: null })
  })

  it('hold an account file that is not readable: the posts are read, by nobody we know', async () => {
    for (const content of [
      'window.YTD.account.part0 = [',
      'window.YTD.account.part0 = []',
      Buffer.alloc(5_000_000, ' '),
    ]) {
      const reading = await readExport(streamOf(buildZip([GOOD, { name: 'data/account.js', content }])))
      expect(reading.posts.map(({ author }) => author)).toEqual(['unknown', 'unknown'])
      expect(reading.parked).toHaveLength(1)
    }
  })
})

describe('tar files that are not what they should be', () => {
  const files = [
    { name: 'outbox.json', content: outbox([note(1, '<p>one</p>')]) },
    { name: 'actor.json', content: MASTODON_ACTOR },
  ]

  it('lead nowhere by paths or links', async () => {
    const link = buildTar([{ name: 'outbox.json', content: '', type: '2' }])
    expect((await readExport(streamOf(link))).refused).toMatchObject({ reason: 'no_posts' })
    const tricky = buildTar([{ name: '../../outbox.json', content: '{}' }])
    expect((await readExport(streamOf(tricky))).refused).toMatchObject({ reason: 'unsafe_path' })
  })

  it('are read on behind a damaged header', async () => {
    const tar = buildTar([
      ...files,
      { name: 'notes.txt', content: 'x'.repeat(600) },
      { name: 'more/outbox.json', content: outbox([note(2, '<p>two</p>')]) },
    ])
    const header = tar.indexOf('notes.txt')
    tar.fill(0x41, header, header + 100)
    const reading = await readExport(streamOf(gzipSync(tar)))
    expect(reading.posts.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(reading.parked).toEqual(['broken_tar'])
  })

  it('cannot make us hold a long name or a long file', async () => {
    const longName = { name: 'PaxHeader', type: 'x', content: `30000000 path=${'a'.repeat(29_999_980)}\n` }
    expect((await readExport(streamOf(gzipSync(buildTar([longName, ...files]))))).posts).toHaveLength(1)
    const huge = buildTar([...files, { name: 'b/outbox.json', content: '', claimedBytes: 8_000_000_000 }])
    const reading = await readExport(streamOf(huge))
    expect(reading.posts).toHaveLength(1)
    expect(reading.parked).toContain('too_large')
  })

  it('that end in the middle of a file keep its beginning', async () => {
    const long = outbox(Array.from({ length: 100 }, (_, n) => note(n, `<p>post ${n}</p>`)))
    const tar = buildTar([files[1] ?? GOOD, { name: 'outbox.json', content: long }])
    const reading = await readExport(streamOf(tar.subarray(0, 20_000)))
    expect(reading.ids.length).toBeGreaterThan(10)
    expect(reading.parked).toContain('broken_tar')
  })
})

describe('reading archives', () => {
  it('leaves nothing behind among the temporary files', async () => {
    await mkdir(temporary, { recursive: true })
    expect(await readdir(temporary)).toEqual([])
  })

  it('cannot be stopped by brackets nested without end', async () => {
    const deep = `window.YTD.tweets.part0 = [${'['.repeat(400_000)}${']'.repeat(400_000)},{"tweet":{"id_str":"3","full_text":"x","created_at":"Wed Oct 10 20:19:24 +0000 2018"}}]`
    expect(await readExport(streamOf(deep))).toMatchObject({ ids: ['x:3'], parked: ['not_an_object'] })
  })
})
