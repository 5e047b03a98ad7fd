import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Post } from '../../domain/post.ts'
import { LINE_BYTES_MAX } from './file-block.ts'
import { openInput } from './open-input.ts'
import { readBlock } from './read-block.ts'

describe('reading files of posts', () => {
  it('reads NDJSON, plain and packed, the same', async () => {
    const text = lines(5_000).join('\n')
    const plain = await read(text)
    expect(plain.ids).toEqual(Array.from({ length: 5_000 }, (_, n) => `p${n}`))
    expect(await read(gzipSync(text))).toEqual(plain)
  })

  it('tells gzip by its bytes, not by its name', async () => {
    expect((await read(gzipSync('{"id":"p0","author":"a","text":"t"}'), 'posts.ndjson')).ids).toEqual(['p0'])
    expect((await read(lines(1).join(''), 'posts.ndjson.gz')).ids).toEqual(['p0'])
  })

  it('refuses what is named gzip and is nothing we know', async () => {
    expect(await openInput(stream('not gzip at all', 'posts.gz'))).toMatchObject({
      kind: 'refused',
      reason: 'broken_gzip',
    })
  })

  it('keeps the good lines of a gzip file that is cut off, and says so', async () => {
    const packed = gzipSync(lines(20_000).join('\n'))
    const { ids, parked } = await read(packed.subarray(0, packed.length / 2))
    expect(ids.length).toBeGreaterThan(5_000)
    expect(parked).toEqual(['broken_gzip'])
  })

  it('keeps good lines before damage in the middle of a gzip file', async () => {
    const packed = gzipSync(lines(20_000).join('\n'))
    packed.fill(0xff, packed.length / 2, packed.length / 2 + 64)
    const { ids, parked } = await read(packed)
    expect(ids.length).toBeGreaterThan(1_000)
    expect(parked).toContain('broken_gzip')
  })

  it('reads gzip of several members', async () => {
    const packed = Buffer.concat([gzipSync(`${lines(3).join('\n')}\n`), gzipSync(lines(2).join('\n'))])
    expect((await read(packed)).ids).toEqual(['p0', 'p1', 'p2', 'p0', 'p1'])
  })

  it('ends at what follows the packed data, and says so where that is not padding', async () => {
    const packed = gzipSync(lines(3).join('\n'))
    for (const size of [1, 7, packed.length, 10_000]) {
      const padded = Buffer.concat([packed, Buffer.alloc(20_000)])
      expect(await read(inPieces(padded, size))).toMatchObject({ ids: ['p0', 'p1', 'p2'], parked: [] })
      const followed = Buffer.concat([packed, Buffer.alloc(100), Buffer.from('garbage')])
      expect((await read(inPieces(followed, size))).parked).toEqual(['broken_gzip'])
    }
  })

  it('parks an endless line without holding it and reads on after it', async () => {
    const { ids, parked } = await read(endlessLine(50 * 1_048_576))
    expect(ids).toEqual(['p0', 'p1'])
    expect(parked).toEqual(['too_long'])
  })

  it('reads lines just under the bound', async () => {
    const text = JSON.stringify({ id: 'p0', author: 'a', text: 'x'.repeat(LINE_BYTES_MAX - 100) })
    expect((await read(text)).ids).toEqual(['p0'])
  })

  it('parks bytes that are not UTF-8 and keeps the lines around them', async () => {
    const text = Buffer.concat([
      Buffer.from(`${lines(1)[0]}\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(lines(2)[1] ?? ''),
    ])
    expect(await read(text)).toMatchObject({ ids: ['p0', 'p1'], parked: ['not_text'] })
  })

  it('finds nothing in an empty file or one of blank lines', async () => {
    for (const text of ['', '\n\n  \r\n', gzipSync('')])
      expect(await read(text)).toMatchObject({ ids: [], parked: [] })
  })

  it('accepts Windows line ends and a byte order mark', async () => {
    expect((await read(`\ufeff${lines(3).join('\r\n')}\r\n`)).ids).toHaveLength(3)
  })

  it('numbers parked lines by their place in the block', async () => {
    const opened = await openInput(stream(`${lines(1)[0]}\n\n{"id":\n`))
    if (opened.kind === 'refused') throw new Error(opened.message)
    for await (const block of opened.blocks(0)) {
      if (block.kind === 'parked') continue
      const report = readBlock(block, opened.format, { source: 'file' }, () => {})
      expect(report).toMatchObject({ parked: [{ line: 2, reason: 'not_json' }], lines: 3 })
    }
  })
})

describe('reading CSV', () => {
  it('reads quoted fields with quotes, commas and line breaks', async () => {
    const csv =
      'id,author,text,urls\r\np0,a,"He said ""hi"",\nthen left","[""https://a.example""]"\r\np1,b,5" pipe,\r\n'
    const { posts } = await read(csv)
    expect(posts[0]).toMatchObject({
      id: 'p0',
      text: 'He said "hi",\nthen left',
      urls: ['https://a.example'],
    })
    expect(posts[1]).toMatchObject({ id: 'p1', text: '5" pipe', urls: [] })
  })

  it('reads semicolons and tabs, told by the header', async () => {
    expect((await read('text;id;author\nhello, world;p0;a')).posts[0]).toMatchObject({ text: 'hello, world' })
    expect((await read('id\tauthor\ttext\np0\ta\thello', 'posts.tsv')).ids).toEqual(['p0'])
  })

  it('parks rows with too few or too many fields', async () => {
    expect(await read('id,author,text\np0,a\np1,a,b,c\np2,a,b\n')).toMatchObject({
      ids: ['p2'],
      parked: ['wrong_csv', 'wrong_csv'],
    })
  })

  it('loses one row, not the rest, to a quote that is never closed', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, n) => `p${n},a,some text that is long enough to fill a line ${n}`,
    )
    rows[10] = 'p10,a,"never closed'
    const { ids, parked } = await read(`id,author,text\n${rows.join('\n')}`)
    expect(ids).toHaveLength(29_999)
    expect(parked).toEqual(['wrong_csv'])
  })

  it('refuses a CSV file without the required columns', async () => {
    expect(await openInput(stream('name,mood\na,b', 'people.csv'))).toMatchObject({
      kind: 'refused',
      reason: 'wrong_csv',
    })
  })

  it('goes on from an offset at which a block ended', async () => {
    const csv = `id,author,text\n${Array.from({ length: 60_000 }, (_, n) => `p${n},a,"text, ${n}\n${'and more of it to fill blocks '.repeat(6)}"`).join('\n')}`
    const opened = await openInput(stream(csv))
    if (opened.kind === 'refused') throw new Error(opened.message)
    const first = await opened.blocks(0)[Symbol.asyncIterator]().next()
    const offset = first.value?.endOffset ?? 0
    await opened.close()
    const rest = await read(csv, 'posts', offset)
    expect(rest.parked).toEqual([])
    expect(rest.ids.at(-1)).toBe('p59999')
    expect(rest.ids.length).toBeLessThan(60_000)
  })
})

type Reading = { ids: string[]; posts: Post[]; parked: string[] }

async function read(
  content: string | Uint8Array | AsyncIterable<Uint8Array>,
  name = 'posts',
  offset = 0,
): Promise<Reading> {
  const opened = await openInput(stream(content, name))
  if (opened.kind === 'refused') throw new Error(opened.message)
  const posts: Post[] = []
  const parked: string[] = []
  for await (const block of opened.blocks(offset)) {
    if (block.kind === 'parked') parked.push(block.reason)
    else {
      const report = readBlock(block, opened.format, { source: 'file' }, (post) => posts.push(post))
      parked.push(...report.parked.map(({ reason }) => reason))
    }
  }
  return { ids: posts.map(({ id }) => id), posts, parked }
}

function stream(content: string | Uint8Array | AsyncIterable<Uint8Array>, name = 'posts') {
  const chunks =
    typeof content === 'string' || content instanceof Uint8Array ? chunked(Buffer.from(content)) : content
  return { kind: 'stream', name, stream: chunks } as const
}

async function* chunked(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 10_007) yield bytes.subarray(from, from + 10_007)
}

async function* inPieces(bytes: Buffer, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += sizeBytes) yield bytes.subarray(from, from + sizeBytes)
}

async function* endlessLine(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${lines(1)[0]}\n`)
  for (let sent = 0; sent < bytes; sent += 65_536) yield Buffer.alloc(65_536, 'x')
  yield Buffer.from(`\n${lines(2)[1]}`)
}

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      id: `p${n}`,
      author: 'a',
      text: `hello ${n} ${((n * 2_654_435_761) % 4_294_967_296).toString(36)}`,
    }),
  )
}
