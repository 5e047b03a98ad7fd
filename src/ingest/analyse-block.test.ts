import { describe, expect, it } from 'vitest'
import type { Post } from '../domain/post.ts'
import { parsePostText } from '../domain/post-json.ts'
import { Random } from '../lib/random.ts'
import { analyseBlock, analysePosts, type BlockResult } from './analyse-block.ts'

const PLAIN = { id: 'x:1', author: 'a', created_at: '2026-01-01T00:00:00.000Z', text: 'A plain post' }

describe('a block of lines', () => {
  it('makes the rows that its posts make, whether a line is taken over as bytes or parsed', () => {
    const lines = Array.from({ length: 4_000 }, (_, index) => randomLine(new Random(`block/${index}`), index))
    expectSameRows(lines)
  })

  it.each([
    ['values in another order, with spaces', '{ "text" : "b" , "author":"a",\t"id": "x:1" }'],
    ['a carriage return at the end', `${JSON.stringify(PLAIN)}\r`],
    ['escapes', '{"id":"x:1","author":"a","text":"caf\\u00e9 \\"quoted\\"\\nnext"}'],
    ['the same field twice', '{"id":"x:1","author":"a","text":"first","text":"second"}'],
    ['a field that is not known', JSON.stringify({ ...PLAIN, client: 'web' })],
    ['an author with a name of another field', JSON.stringify({ ...PLAIN, author: '"id":' })],
    ['empty references', JSON.stringify({ ...PLAIN, reply_to: '', lang: '', source: '' })],
    ['numbers as ids', '{"id":12,"author":13,"text":"numbers"}'],
    ['a language with a region', JSON.stringify({ ...PLAIN, lang: 'fr-CA' })],
    ['a language of three letters', JSON.stringify({ ...PLAIN, lang: 'und' })],
    ['a time with a zone', JSON.stringify({ ...PLAIN, created_at: '2026-01-01T02:00:00+02:00' })],
    ['a time before 1970', JSON.stringify({ ...PLAIN, created_at: '1931-05-09T12:13:14.156Z' })],
    ['the last day of a month', JSON.stringify({ ...PLAIN, created_at: '2024-02-29T00:00:00.000Z' })],
    ['counts', JSON.stringify({ ...PLAIN, likes: 0, reposts: 12, replies: 987_654_321_012_345 })],
    ['counts of another form', '{"id":"x:1","author":"a","text":"t","likes":1.0e2}'],
    ['lists as strings', JSON.stringify({ ...PLAIN, urls: 'https://a.example/b', hashtags: 'tag' })],
    [
      'what the text does not show',
      JSON.stringify({ ...PLAIN, urls: ['https://a.example/b'], hashtags: ['#tag', 'x'] }),
    ],
    [
      'what the text shows',
      JSON.stringify({
        ...PLAIN,
        text: 'https://a.example/b?c=1&d #tag @me',
        urls: ['https://a.example/b?c=1&d'],
        hashtags: ['tag'],
        mentions: ['me', '@me'],
      }),
    ],
    [
      'media and polls',
      JSON.stringify({ ...PLAIN, media: ['https://a.example/i.png'], poll: { options: [] } }),
    ],
    ['empty media', JSON.stringify({ ...PLAIN, media: [], poll: null })],
    ['a long text', JSON.stringify({ ...PLAIN, text: 'word '.repeat(9_000) })],
    ['a long id', JSON.stringify({ ...PLAIN, id: 'é'.repeat(300) })],
  ])('knows %s', (_, line) => {
    expectSameRows([line])
  })

  it.each([
    ['cut off', '{"id":"x:1","author":"a","text":"t"'],
    ['followed by more', '{"id":"x:1","author":"a","text":"t"}}'],
    ['without text', '{"id":"x:1","author":"a"}'],
    ['with an empty id', '{"id":"","author":"a","text":"t"}'],
    ['with a poll that is none', '{"id":"x:1","author":"a","text":"t","poll":[]}'],
    [
      'with a day that does not exist',
      '{"id":"x:1","author":"a","text":"t","created_at":"2026-02-30T00:00:00.000Z"}',
    ],
    ['with a control character', '{"id":"x:1","author":"a","text":"a\u0001b"}'],
    ['with a comma too many', '{"id":"x:1","author":"a","text":"t","urls":["a",]}'],
    ['with a number that is none', '{"id":"x:1","author":"a","text":"t","likes":007}'],
  ])('parks a line %s, between good ones, under its number', (_, line) => {
    const good = JSON.stringify(PLAIN)
    const { encoded, parked, lines } = analyse(`${good}\n\n${line}\n${good}\n`)
    expect(encoded.ids).toHaveLength(2)
    expect(parked.map((record) => record.line)).toEqual([2])
    expect(lines).toBe(4)
  })

  it('keeps good lines beside one that is not UTF-8', () => {
    const good = Buffer.from(`${JSON.stringify(PLAIN)}\n`)
    const bytes = Buffer.concat([
      good,
      Buffer.from('{"id":"x:2","author":"a","text":"\xff"}\n', 'latin1'),
      good,
    ])
    const { encoded, parked } = analyse(bytes)
    expect(encoded.ids).toHaveLength(2)
    expect(parked).toMatchObject([{ line: 1, reason: 'not_text' }])
  })
})

function expectSameRows(lines: readonly string[]): void {
  const posts = lines.map((line): Post => {
    const outcome = parsePostText(line, { source: 'file' })
    if (outcome.kind !== 'keep') throw new Error(line)
    return outcome.value
  })
  const parsed = analysePosts({ posts, receivedAt: 1, kept: true })
  const { encoded, parked } = analyse(lines.join('\n'))
  expect(parked).toEqual([])
  expect(encoded.ids).toEqual(parsed.ids)
  expect(Buffer.compare(encoded.block, parsed.block)).toBe(0)
}

function analyse(text: string | Uint8Array): BlockResult {
  const bytes = new Uint8Array(Buffer.from(text as string))
  return analyseBlock({ bytes, onePerLine: false, format: { kind: 'ndjson' }, source: 'file', receivedAt: 1 })
}

const PIECES = [
  ...'the of and police fire à été la ville storm élections don’t l’eau it’s u.s. 1,000 12.5 #tag #GrandDébat @user @a.b'.split(
    ' ',
  ),
  ...[
    'https://a.example/x?utm_source=a&b=1',
    'example.com',
    'a & b',
    '&amp;',
    '…',
    '😀👩‍🚀',
    '東京タワー',
    'ไทย',
    'Straße',
  ],
  ...[
    'İstanbul',
    'ΣΊΣΥΦΟΣ',
    'ﬁsh',
    'Ｗｉｄｅ',
    'e\u0301',
    '한국어',
    '\u200b',
    '\u00ad',
    '`quoted`',
    'Ⅷ',
    '𝒳',
    'x\u2028y',
    'ǅ',
    '\ufeff',
  ],
]

function randomLine(random: Random, index: number): string {
  const pick = () => PIECES[random.integer(0, PIECES.length - 1)] ?? ''
  const words = Array.from({ length: random.integer(0, 20) }, () =>
    random.chance(0.1) ? String.fromCodePoint(randomCode(random)) : pick(),
  )
  const list = () => (random.chance(0.6) ? [] : [pick(), pick()])
  const maybe = <T>(value: T) => (random.chance(0.5) ? value : null)
  return JSON.stringify({
    id: `x:${index}`,
    author: pick() || 'a',
    created_at: maybe(new Date(random.integer(0, 2_000_000_000) * 1_000).toISOString()),
    text: words.join(random.chance(0.8) ? ' ' : ''),
    lang: maybe(['en', 'fr', 'de'][random.integer(0, 2)]),
    urls: list(),
    hashtags: list(),
    mentions: list(),
    ...(random.chance(0.3)
      ? { reply_to: maybe('x:0'), likes: maybe(random.integer(0, 99)), source: 'test' }
      : {}),
    ...(random.chance(0.1) ? { author_name: pick(), thread_root: 'x:0', label: pick(), media: [] } : {}),
  })
}

/** Any character but surrogates. */
function randomCode(random: Random): number {
  const code = random.integer(0x20, random.chance(0.7) ? 0x2fff : 0x1ffff)
  return code >= 0xd800 && code <= 0xdfff ? 0x41 : code
}
