import { describe, expect, test } from 'vitest'
import type { OptionFieldJson } from '../../../../src/contract/sources.ts'
import { translate } from '../../shared/i18n/translate.ts'
import type { Words } from '../../shared/i18n/use-words.ts'
import { optionsOf, problemOf, textsOf } from './option-values.ts'
import { askedTexts, optionLabel } from './option-words.ts'

const WORDS: Words = { locale: 'en', t: (key, ...args) => translate('en', key, ...args) }

function field(parts: Partial<OptionFieldJson>): OptionFieldJson {
  return {
    ...{ name: 'x', input: 'text', secret: false, required: false, main: true, default: null },
    ...{ choices: [], item_name: null, min: null, max: null, description: null },
    ...parts,
  }
}

const FIELDS = [
  field({ name: 'address', required: true }),
  field({ name: 'token', secret: true, required: true }),
  field({ name: 'seconds', input: 'number', default: 300, min: 60, max: 900 }),
  field({ name: 'full', input: 'boolean', default: true }),
  field({ name: 'lists', input: 'list', default: ['a'], choices: ['a', 'b'] }),
  field({ name: 'rules', input: 'list', item_name: 'value' }),
  field({ name: 'other', input: 'json' }),
]

describe('the form of a source', () => {
  test('begins with the defaults, and shows no secret', () => {
    expect(textsOf(FIELDS, { token: 'sekret' })).toEqual({
      ...{ address: '', token: '', seconds: '300', full: 'true', lists: 'a', rules: '', other: '' },
    })
  })

  test('sends what was typed, in the form the option has', () => {
    const texts = {
      ...{ address: ' a.example ', token: 't', seconds: '120', full: 'false', lists: 'b' },
      ...{ rules: 'flood lang:fr\n\n(a OR b)', other: '{"a":1}' },
    }
    expect(optionsOf(FIELDS, texts)).toEqual({
      ...{ address: 'a.example', token: 't', seconds: 120, full: false, lists: ['b'] },
      ...{ rules: [{ value: 'flood lang:fr' }, { value: '(a OR b)' }], other: { a: 1 } },
    })
  })

  test('an emptied list stays empty, whatever its default', () => {
    expect(optionsOf(FIELDS, { lists: '' })).toEqual({ lists: [] })
  })

  test('a change names only what differs; an emptied option goes, an empty secret stays', () => {
    const before = textsOf(FIELDS, { address: 'a.example', other: { a: 1 } })
    expect(optionsOf(FIELDS, { ...before, seconds: '600', other: '' }, before)).toEqual({
      seconds: 600,
      other: null,
    })
    expect(optionsOf(FIELDS, before, before)).toEqual({})
  })

  test('entries that hold more than one text are edited as JSON, and nothing of them is lost', () => {
    const rules = [{ value: 'flood', tag: 'water' }]
    const texts = textsOf(FIELDS, { rules })
    expect(optionsOf(FIELDS, texts)['rules']).toEqual(rules)
    const rulesField = FIELDS.find(({ name }) => name === 'rules') ?? field({})
    expect(problemOf(WORDS, rulesField, '[{"value":', false)).toBe('Write JSON.')
  })

  test.each([
    [{ required: true }, '  ', 'This is needed.'],
    [{ required: true, secret: true }, '', 'This is needed.'],
    [{ input: 'number' }, 'many', 'Write a number.'],
    [{ input: 'number', min: 60, max: 900 }, '5', 'From 60 to 900.'],
    [{ input: 'number', min: 60 }, '5', 'At least 60.'],
    [{ input: 'number', max: 60 }, '61', 'At most 60.'],
    [{ input: 'number', max: 60 }, '0,5', null],
    [{ input: 'json' }, '{', 'Write JSON.'],
    [{}, '', null],
  ] as const)('%j with %j: %s', (parts, text, problem) => {
    expect(problemOf(WORDS, field(parts), text, false)).toBe(problem)
  })

  test('a secret that is set may stay empty', () => {
    expect(problemOf(WORDS, field({ required: true, secret: true }), '', true)).toBeNull()
  })

  test('what only another choice makes sensible is not sent', () => {
    const kind = { kind: 'mastodon', fields: [field({ name: 'stream' }), field({ name: 'tag' })] }
    expect(askedTexts(kind, { stream: 'public', tag: 'climate' })).toEqual({ stream: 'public', tag: '' })
    expect(askedTexts(kind, { stream: 'hashtag', tag: 'climate' })).toEqual({
      stream: 'hashtag',
      tag: 'climate',
    })
  })

  test('an option nobody wrote words for goes by its own name', () => {
    expect(optionLabel(WORDS, 'telepathy', field({ name: 'pollMin_seconds' }))).toBe('poll min seconds')
  })
})
