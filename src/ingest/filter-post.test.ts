import { describe, expect, it } from 'vitest'
import { makePost, type Post } from '../domain/post.ts'
import { NO_FILTER, type SourceFilter } from '../domain/source-filter.ts'
import { compileFilter, emptyKeywords } from './filter-post.ts'

function fate(filter: Partial<SourceFilter>, fields: Partial<Post>, namesAreHandles = false) {
  const post = makePost({ id: '1', author: 'alice', text: 'rain', ...fields })
  return compileFilter({ ...NO_FILTER, ...filter }, { namesAreHandles })(post)
}

it('keeps everything where nothing is asked', () => {
  expect(fate({}, { lang: null })).toBeNull()
})

describe('the language', () => {
  it.each([
    ['declared', { lang: 'fr', text: 'Bonjour' }, null],
    ['declared with a region', { lang: 'fr-CA', text: 'Bonjour' }, null],
    ['declared as another', { lang: 'en', text: 'Il pleut sur la ville et dans les rues' }, 'language'],
    ['told from the text', { text: 'Il pleut sur la ville et dans les rues de Paris ce matin' }, null],
    ['told to be another', { text: 'It was raining all over the city this morning' }, 'language'],
    ['unknown', { text: '🌧️' }, 'language'],
    ['undetermined by its source', { lang: 'und', text: '🌧️' }, 'language'],
  ] as const)('%s', (_, fields, expected) => {
    expect(fate({ languages: ['fr'] }, fields)).toBe(expected)
  })

  it('that cannot be told is kept where somebody asks for it', () => {
    expect(fate({ languages: ['fr', 'und'] }, { text: '🌧️' })).toBeNull()
  })
})

describe('keywords', () => {
  it.each([
    ['in another case and with accents', ['ELECTION'], 'Les élections, une élection par an', null],
    ['with accents where the text has none', ['élection'], 'une ELECTION', null],
    ['only inside a longer word', ['port'], 'an important report', 'keyword'],
    ['as a hashtag', ['climat'], 'debout #Climat', null],
    ['written as a hashtag', ['#climat'], 'le climat change', null],
    ['as a phrase', ['port lumen'], 'The bridge of Port Lumen, closed', null],
    ['as a phrase in another order', ['port lumen'], 'Lumen port', 'keyword'],
    ['in a script without spaces', ['地震'], '東京で地震がありました', null],
    ['one of several', ['snow', 'rain'], 'rain again', null],
    ['none of several', ['snow', 'hail'], 'rain again', 'keyword'],
    ['with an apostrophe', ["aujourd'hui"], 'Aujourd’hui il pleut', null],
  ] as const)('%s', (_, keywordsAny, text, expected) => {
    expect(fate({ keywordsAny }, { text })).toBe(expected)
  })

  it('that must not appear win over those that must', () => {
    expect(fate({ keywordsAny: ['rain'], keywordsNone: ['Bitcoin'] }, { text: 'rain of #bitcoin' })).toBe(
      'keyword',
    )
  })

  it('are also looked for among the tags that the source lists', () => {
    expect(fate({ keywordsAny: ['climat'] }, { text: 'debout', hashtags: ['Climat'] })).toBeNull()
  })

  it('without any word in them are named', () => {
    const filter = { ...NO_FILTER, keywordsAny: ['!!!', 'rain'], keywordsNone: [' '] }
    expect(emptyKeywords(filter)).toEqual(['!!!', ' '])
  })
})

describe('accounts', () => {
  it.each([
    ['by id', { accountsAllow: ['did:plc:ABC'] }, { author: 'did:plc:abc' }, null],
    [
      'by what their id ends with',
      { accountsDeny: ['*@spam.example'] },
      { author: 'x@spam.example' },
      'account',
    ],
    ['not by a name anybody may take', { accountsAllow: ['nasa'] }, { authorName: 'nasa' }, 'account'],
    ['denied ones win', { accountsAllow: ['alice'], accountsDeny: ['alice'] }, {}, 'account'],
    ['others stay when some are denied', { accountsDeny: ['bob'] }, {}, null],
    ['others go when some are allowed', { accountsAllow: ['bob'] }, {}, 'account'],
  ] as const)('%s', (_, filter, fields, expected) => {
    expect(fate(filter, fields)).toBe(expected)
  })
})

it('accounts go by their handle where the network gives it out', () => {
  const filter = { accountsAllow: ['@NASA.gov'] }
  expect(fate(filter, { author: 'did:plc:x', authorName: 'nasa.gov' }, true)).toBeNull()
  expect(fate(filter, { author: 'did:plc:x', authorName: null }, true)).toBe('account')
})

describe('sampling', () => {
  const ids = Array.from({ length: 20_000 }, (_, n) => `bluesky:did:plc:a/${n}`)
  const kept = (share01: number) => ids.filter((id) => fate({ share01 }, { id }) === null)

  it('keeps about its share, always the same posts, and a larger share keeps those of a smaller one', () => {
    const tenth = kept(0.1)
    expect(tenth.length / ids.length).toBeCloseTo(0.1, 1)
    expect(Math.abs(tenth.length - 2_000)).toBeLessThan(200)
    expect(kept(0.1)).toEqual(tenth)
    const third = new Set(kept(0.3))
    expect(tenth.every((id) => third.has(id))).toBe(true)
  })

  it('says why', () => {
    expect(fate({ share01: 1e-9 }, {})).toBe('sample')
  })
})

it('asks the cheap questions first, so that one reason is counted', () => {
  expect(fate({ languages: ['fr'], accountsDeny: ['alice'] }, { lang: 'en' })).toBe('account')
})
