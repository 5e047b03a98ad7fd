import { describe, expect, it } from 'vitest'
import { makePost } from './post.ts'
import { formatPostLine, parsePostLine, parsePostRow, parsePostText } from './post-json.ts'

const CONTEXT = { source: 'file' }
const LINE = { id: 'n:1', author: 'ana', text: 'Hello' }

describe('a post line', () => {
  it('needs only id, author and text', () => {
    expect(parsePostLine(LINE, CONTEXT)).toEqual({ kind: 'keep', value: makePost(LINE) })
  })

  it('reads every field and keeps unknown ones', () => {
    const full = {
      ...LINE,
      created_at: '2026-01-02T03:04:05Z',
      lang: 'fr-CA',
      urls: ['https://a.example'],
      hashtags: 'one',
      mentions: null,
      reply_to: 7,
      quote_of: 'n:2',
      media: [{ kind: 'image', url: 'https://a.example/i.png', alt: 'A cat' }, { kind: 'hologram' }],
      poll: { options: [{ text: 'Yes', votes: 3 }], closes_at: null },
      likes: 0,
      label: 1,
      source: 'mastodon',
      colour: { r: 1 },
    }
    const outcome = parsePostLine(full, CONTEXT)
    expect(outcome).toMatchObject({
      kind: 'keep',
      value: {
        createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
        lang: 'fr',
        hashtags: ['one'],
        mentions: [],
        replyTo: '7',
        quoteOf: 'n:2',
        media: [{ kind: 'image' }, { kind: 'other', url: '', alt: null }],
        poll: { options: [{ text: 'Yes', votes: 3 }], closesAt: null },
        likes: 0,
        reposts: null,
        label: '1',
        source: 'mastodon',
        extra: { colour: { r: 1 } },
      },
    })
  })

  it('comes back the same after it was written', () => {
    const post = makePost({
      ...LINE,
      createdAt: 1_767_323_045_006,
      urls: ['https://a.example'],
      likes: 3,
      poll: { options: [{ text: 'Yes', votes: null }], closesAt: 0 },
      label: 'joke',
      extra: { colour: 'red' },
    })
    expect(parsePostText(JSON.stringify(formatPostLine(post)), CONTEXT)).toEqual({
      kind: 'keep',
      value: post,
    })
    expect(Object.keys(formatPostLine(post)).slice(0, 11)).toEqual(
      'id author created_at text lang urls hashtags mentions reply_to repost_of source'.split(' '),
    )
  })

  it('takes a repost without text', () => {
    expect(parsePostLine({ id: 'n:1', author: 'ana', repost_of: 'n:0' }, CONTEXT)).toMatchObject({
      kind: 'keep',
      value: { text: '', repostOf: 'n:0' },
    })
  })

  it.each([
    ['not_json', '{"id":'],
    ['not_json', '\u0000\u0001'],
    ['not_an_object', '[1]'],
    ['not_an_object', 'null'],
    ['wrong_id', '{"author":"a","text":"t"}'],
    ['wrong_id', '{"id":32529614530150400,"author":"a","text":"t"}'],
    ['wrong_id', '{"id":"","author":"a","text":"t"}'],
    ['wrong_author', '{"id":"1","author":{},"text":"t"}'],
    ['wrong_text', '{"id":"1","author":"a"}'],
    ['wrong_text', '{"id":"1","author":"a","text":5}'],
    ['wrong_date', '{"id":"1","author":"a","text":"t","created_at":"2026-02-30"}'],
    ['wrong_date', '{"id":"1","author":"a","text":"t","created_at":"0001-01-01"}'],
    ['wrong_date', '{"id":"1","author":"a","text":"t","created_at":1700000000}'],
    ['wrong_field', '{"id":"1","author":"a","text":"t","urls":[1]}'],
    ['wrong_field', '{"id":"1","author":"a","text":"t","likes":-1}'],
    ['wrong_field', '{"id":"1","author":"a","text":"t","poll":7}'],
    ['too_deep', `{"id":"1","author":"a","text":"t","x":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
  ])('is parked as %s: %s', (reason, line) => {
    expect(parsePostText(line, CONTEXT)).toMatchObject({ kind: 'park', reason })
  })

  it('cannot reach the prototype of anything', () => {
    const outcome = parsePostText('{"id":"1","author":"a","text":"t","__proto__":{"polluted":true}}', CONTEXT)
    expect(outcome.kind).toBe('keep')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('replaces what cannot be stored one for one, so that offsets hold', () => {
    const outcome = parsePostLine({ ...LINE, text: 'a\ud800b\u0000c' }, CONTEXT)
    expect(outcome).toMatchObject({ value: { text: 'a\ufffdb\ufffdc' } })
  })
})

describe('a CSV row', () => {
  it('holds the same fields, lists as JSON, empty cells unknown', () => {
    const row = {
      id: '1',
      author: 'a',
      text: '',
      lang: '',
      urls: '["https://a.example"]',
      hashtags: 'one',
      likes: '3',
      mood: 'calm',
    }
    expect(parsePostRow(row, CONTEXT)).toEqual({
      kind: 'keep',
      value: makePost({
        id: '1',
        author: 'a',
        text: '',
        urls: ['https://a.example'],
        hashtags: ['one'],
        likes: 3,
        extra: { mood: 'calm' },
      }),
    })
  })

  it('is parked where a cell is not what its column says', () => {
    expect(parsePostRow({ id: '1', author: 'a', text: 't', likes: 'many' }, CONTEXT)).toMatchObject({
      reason: 'wrong_field',
    })
    expect(parsePostRow({ id: '1', author: '', text: 't' }, CONTEXT)).toMatchObject({
      reason: 'wrong_author',
    })
  })
})
