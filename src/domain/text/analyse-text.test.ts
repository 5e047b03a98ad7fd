import { describe, expect, it } from 'vitest'
import { analyseQuery } from './analyse-query.ts'
import { analyseText, TERMS_MAX } from './analyse-text.ts'

describe('text analysis', () => {
  it('folds case and accents and stems English', () => {
    expect(analyseText('The Mayors were ANNOUNCING new café bridges').terms).toEqual(
      'the mayor were announc new cafe bridg'.split(' '),
    )
  })

  it('stems French and drops elided articles', () => {
    const { lang, terms } = analyseText('L’équipe d’Élodie a gagné des élections aujourd’hui')
    expect(lang).toBe('fr')
    expect(terms).toEqual('equip elod a gagn de elect aujourdhui'.split(' '))
  })

  it('gives tokenised lower-case text the terms of the same prose', () => {
    const prose = analyseText("The mayor didn't open the U.S. bridge.").terms
    const tokenised = analyseText("the mayor did n't open the u.s. bridge .").terms
    expect(tokenised).toEqual(prose)
  })

  it('gives a hashtag its own term and the words it is made of', () => {
    expect(analyseText('#ClimateChange2020 now').terms).toEqual([
      '#climatechange2020',
      'climat',
      'chang',
      '2020',
      'now',
    ])
    expect(analyseText('#élections').terms[0]).toBe('#elections')
    expect(analyseText('we are #1').terms).toContain('1')
  })

  it('keeps mentions whole, of every network', () => {
    const { terms } = analyseText('thanks @Bob, @ana.bsky.social and @eve@social.example!')
    expect(terms.filter((term) => term.startsWith('@'))).toEqual([
      '@bob',
      '@ana.bsky.social',
      '@eve@social.example',
    ])
  })

  it('does not take an e-mail address for a mention', () => {
    expect(analyseText('write to hello@example.com').terms).toContain('exampl')
  })

  it('makes links to the same page one term, however they are written', () => {
    const same = [
      'https://www.Example.com:443/a/?utm_source=x&b=2#top',
      'http://example.com/a?b=2&fbclid=1',
      'example.com/a?b=2.',
    ]
    for (const url of same) expect(analyseText(`see ${url}`).terms).toContain('url:example.com/a?b=2')
    expect(analyseText('see https://news.example.org').terms).toContain('host:news.example.org')
  })

  it('normalises numbers and keeps those that only look alike apart', () => {
    const numbers = (text: string) => analyseText(text).terms.filter((term) => /^\d/.test(term))
    expect(numbers('1,000 and 1 000 and 1000')).toEqual(['1000', '1000', '1000'])
    expect(numbers('12.5 or 12,50')).toEqual(['12.5', '12.5'])
    expect(numbers('1.000.000 € in 2026, 007')).toEqual(['1000000', '2026', '007'])
  })

  it('adds what the source lists and the text does not show, once', () => {
    const { terms } = analyseText('read this example.com/… #news', {
      urls: ['https://example.com/long/story'],
      hashtags: ['News', 'Quiet'],
      mentions: ['Bob'],
    })
    expect(terms.filter((term) => term === '#news')).toHaveLength(1)
    expect(terms).toEqual(expect.arrayContaining(['url:example.com/long/story', '#quiet', '@bob']))
  })

  it('matches scripts without spaces by pairs of characters', () => {
    expect(analyseText('東京タワー')).toEqual({ lang: 'ja', terms: ['東京', '京タ', 'タワ', 'ワー'] })
    expect(analyseText('#東京').terms).toEqual(['#東京', '東京'])
    expect(analyseText('สวัสดี').lang).toBe('th')
  })

  it('is not misled by invisible, bidi and control characters or lone surrogates', () => {
    const { terms } = analyseText('bre\u200baking \u202enews\u0000 \ud800 \u{e0041}caf\u0065\u0301')
    expect(terms).toEqual(['break', 'new', 'cafe'])
  })

  it('reads HTML entities that a network left in', () => {
    expect(analyseText('AT&amp;T &lt;b&gt;').terms).toEqual(['at', 't', 'b'])
  })

  it('finds nothing in nothing', () => {
    for (const text of ['', ' ', '!!!', "'", '🎉', '\u0000'])
      expect(analyseText(text)).toEqual({ lang: null, terms: [] })
  })

  it('bounds what a hostile text can cost', () => {
    const hostile = [
      'a '.repeat(200_000),
      'a'.repeat(300_000),
      '#'.repeat(200_000),
      '@a.'.repeat(100_000),
      "l'".repeat(90_000),
    ]
    for (const text of hostile) expect(analyseText(text).terms.length).toBeLessThanOrEqual(TERMS_MAX)
    expect(analyseText('x'.repeat(1_000)).terms[0]).toHaveLength(64)
  })
})

describe('language detection', () => {
  it.each([
    ['en', 'The mayor announced today that the new bridge will open on Saturday'],
    ['fr', "je ne sais pas pourquoi tout le monde parle de ça, c'est n'importe quoi"],
    ['es', 'el presidente dijo que no habrá elecciones este año'],
    ['de', 'die Bundesregierung hat heute neue Maßnahmen beschlossen'],
    ['ru', 'сегодня в городе открыли новый мост через реку'],
    ['ko', '오늘 새로운 다리가 열렸습니다'],
  ])('recognises %s', (lang, text) => {
    expect(analyseText(text).lang).toBe(lang)
  })

  it('does not guess from a word or a link', () => {
    for (const text of ['lol', 'ok', 'mdr', 'https://example.fr/le/la/les', '@le_monde #la']) {
      expect(analyseText(text).lang).toBeNull()
    }
  })

  it('believes the source where the text does not decide, and the text where it does', () => {
    expect(analyseText('mdr', { lang: 'fr-CA' }).lang).toBe('fr')
    expect(analyseText('the mayor said that the bridge is open', { lang: 'fr' }).lang).toBe('en')
    expect(analyseText('mdr', { lang: 'und' }).lang).toBeNull()
  })
})

describe('query analysis', () => {
  it('gives each word all the forms under which a post may hold it', () => {
    const { groups } = analyseQuery('Running in Paris #ClimateChange 1,000 élections')
    expect(groups[0]).toEqual(['run', 'running'])
    expect(groups[2]).toEqual(expect.arrayContaining(['pari', 'paris']))
    expect(groups).toContainEqual(['#climatechange'])
    expect(groups).toContainEqual(['1000'])
    expect(groups.at(-1)).toEqual(expect.arrayContaining(['elect', 'elections']))
  })

  it('finds the stored term of a word whatever the language of the post', () => {
    for (const text of [
      'the elections were held on Sunday in the city',
      'les élections ont été annoncées dans la ville',
    ]) {
      const stored = new Set(analyseText(text).terms)
      const [group = []] = analyseQuery('élections').groups
      expect(group.some((term) => stored.has(term))).toBe(true)
    }
  })
})
