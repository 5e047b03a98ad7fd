import { describe, expect, test } from 'vitest'
import { parseQuery, QUERY_CHARS_MAX, QUERY_WORDS_MAX } from './query.ts'
import { OPERATORS_MAX } from './query-operators.ts'

const surface = (groups: readonly (readonly string[])[]) => groups.map((group) => group.at(-1))

describe('words', () => {
  test('each word stands once, with every form a post may hold it in', () => {
    const { words } = parseQuery('Strikes and strikes in Paris')
    expect(words).toHaveLength(2)
    expect(words[0]).toContain('strike')
    expect(words[0]).toContain('strikes')
    expect(words[1]).toContain('paris')
  })

  test('stop words of both languages are left out', () => {
    expect(surface(parseQuery('what is the situation in the port').words)).toEqual(['situation', 'port'])
    expect(surface(parseQuery('où est la grève des trains').words)).toEqual(['greve', 'trains'])
  })

  test('a word that only shares a stem with a stop word stays', () => {
    expect(parseQuery('willing').words).toHaveLength(1)
    expect(parseQuery('willing volunteers').words).toHaveLength(2)
  })

  test('a query of stop words only keeps them', () => {
    expect(parseQuery('the who').words).toHaveLength(2)
  })

  test('nothing gives nothing', () => {
    for (const query of ['', '   ', '!!! … ---', '\u0000\u200b']) expect(parseQuery(query).words).toEqual([])
  })
})

describe('operators', () => {
  test('a quoted phrase is ranked by, required and looked for as written', () => {
    const query = parseQuery('budget "cut in half" today')
    expect(query.phrases).toEqual(['cut in half'])
    expect(surface(query.required)).toEqual(['cut', 'in', 'half'])
    expect(surface(query.words)).toContain('half')
    expect(parseQuery('«coupé en deux»').phrases).toEqual(['coupé en deux'])
  })

  test('a minus before a word excludes it, inside a word it does not', () => {
    expect(surface(parseQuery('jaguar -car').excluded)).toEqual(['car'])
    expect(surface(parseQuery('jaguar -#cars').excluded)).toContain('#cars')
    const plain = parseQuery('half-sister -LRB- save-the-date - x')
    expect(plain.excluded).toEqual([])
  })

  test('account, language and dates narrow', () => {
    const query = parseQuery('from:@alice lang:FR since:2026-11-01 until:2026-11-02T12:00:00Z storm')
    expect(query).toMatchObject({
      authors: ['alice'],
      postLang: 'fr',
      from: Date.UTC(2026, 10, 1),
      to: Date.UTC(2026, 10, 2, 12),
    })
    expect(surface(query.words)).toEqual(['storm'])
  })

  test('several accounts are alternatives, and a minus leaves one out', () => {
    expect(parseQuery('from:alice from:bob')).toMatchObject({ authors: ['alice', 'bob'] })
    expect(parseQuery('storm -from:carol')).toMatchObject({ authors: [], excludedAuthors: ['carol'] })
  })

  test('who a post is addressed to and what it links to are terms of the index', () => {
    expect(parseQuery('to:@Alice').required).toEqual([['@alice']])
    expect(parseQuery('url:https://www.News.example/').required).toEqual([['host:news.example']])
    expect(parseQuery('url:news.example/a?utm_source=x').required).toEqual([['url:news.example/a']])
    expect(parseQuery('storm -url:spam.example').excluded).toEqual([['host:spam.example']])
    expect(parseQuery('url:budget')).toMatchObject({ linkTexts: ['budget'], required: [] })
  })

  test('what a post holds and how it was received are asked for by name, X’s own names included', () => {
    expect(parseQuery('has:media has:LINK -has:poll')).toMatchObject({
      has: ['media', 'links'],
      hasNot: ['poll'],
    })
    expect(parseQuery('min_likes:10 min_retweets:2 min_replies:0').atLeast).toEqual({
      likes: 10,
      reposts: 2,
      replies: 0,
    })
  })

  test('a minus before a phrase excludes it', () => {
    expect(parseQuery('storm -"red alert"')).toMatchObject({ excludedPhrases: ['red alert'], phrases: [] })
  })

  test('operators that make no sense are read as words, and named', () => {
    const query = parseQuery(
      'since:yesterday lang:12345 until:2026-99-99 min_likes:many has:fun -lang:fr "unclosed',
    )
    expect(query).toMatchObject({ from: null, to: null, postLang: null, phrases: [], has: [], atLeast: {} })
    expect(query.literal).toEqual([
      'since:yesterday',
      'lang:12345',
      'until:2026-99-99',
      'min_likes:many',
      'has:fun',
      '-lang:fr',
    ])
    expect(surface(query.words)).toContain('yesterday')
    expect(surface(query.words)).toContain('unclosed')
  })

  test('so many operators are read and no more', () => {
    const many = Array.from({ length: 400 }, (_, at) => `-w${at}`).join(' ')
    expect(parseQuery(many).excluded).toHaveLength(OPERATORS_MAX)
  })
})

describe('hostile queries', () => {
  test('a pasted text is cut', () => {
    const long = Array.from({ length: 5_000 }, (_, index) => `word${index}`).join(' ')
    expect(parseQuery(long).words.length).toBeLessThanOrEqual(QUERY_WORDS_MAX)
    expect(parseQuery(`${'a'.repeat(QUERY_CHARS_MAX)} later`).words).toHaveLength(1)
  })

  test('quotes, markup, controls and lone surrogates do no harm', () => {
    for (const query of [
      "'); DROP TABLE posts; --",
      '<script>"x',
      '\ud800\udfff\ud800',
      '{word0:String}',
      '\u202eabc',
    ]) {
      expect(() => parseQuery(query)).not.toThrow()
    }
  })

  test('thousands of quotes and minuses are read in time', () => {
    const startedAt = performance.now()
    parseQuery('"'.repeat(4_000))
    parseQuery('-a'.repeat(2_000))
    parseQuery('- '.repeat(2_000))
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
