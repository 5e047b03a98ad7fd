import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { checkworthiness } from './checkworthiness.ts'
import { claimsWorthChecking, findClaims } from './find-claims.ts'

const POST =
  'BREAKING: Senator Maria Lopez voted against the bill. She spent 3 million dollars on adverts! I think she is great. ' +
  'Did you know that the bill cuts taxes by 10%? Is it true? https://example.org/x'

describe('claims in a post', () => {
  it('are sentences that assert something, made to stand alone', () => {
    const texts = claimsWorthChecking(POST).map(({ text }) => text)
    expect(texts).toContain('Senator Maria Lopez voted against the bill.')
    expect(texts).toContain('Senator Maria Lopez spent 3 million dollars on adverts!')
    expect(texts).toContain('The bill cuts taxes by 10%.')
    expect(texts.join(' ')).not.toMatch(/great|true/)
  })

  it('are told from opinions, questions, promises and jokes, in both languages', () => {
    const kindOf = (text: string, origin: string | null = null) => findClaims(text, { origin })[0]?.kind
    expect(kindOf('I think the mayor is wonderful.')).toBe('opinion')
    expect(kindOf('Je trouve que la maire est formidable.')).toBe('opinion')
    expect(kindOf('Il faut protéger les enfants.')).toBe('opinion')
    expect(kindOf('Is the bridge really closed?')).toBe('question')
    expect(kindOf('We will build a thousand schools.')).toBe('promise')
    expect(kindOf('Area man eats sofa, sources confirm 😂')).toBe('satire')
    expect(kindOf('The senate votes to ban Mondays.', 'The Onion')).toBe('satire')
    expect(kindOf('La gare de Lyon a fermé hier soir.')).toBe('assertion')
  })

  it('keep the offsets of their sentence in the text as given, each once', () => {
    const twice = `${POST} ${POST}`
    const claims = findClaims(twice)
    for (const { start, end } of claims) expect(twice.slice(start, end).trim()).toHaveLength(end - start)
    expect(new Set(claims.map(({ text }) => text)).size).toBe(claims.length)
  })

  it('say nothing of an empty text, and survive whatever a text holds', () => {
    expect(findClaims('')).toEqual([])
    const random = new Random('claims')
    const pieces = [
      '@a',
      '#b',
      'https://c',
      '😀',
      '\ud83d',
      '   ',
      '?',
      '!!',
      'He',
      'voted',
      '12 %',
      '«',
      'RT @x:',
      '\n',
    ]
    for (let round = 0; round < 50; round++) {
      const text = Array.from({ length: random.integer(1, 60) }, () => random.pick(pieces)).join(
        random.pick(['', ' ']),
      )
      for (const { score01 } of findClaims(text)) expect(score01).toBeGreaterThanOrEqual(0)
    }
  })

  it('are found in linear time in hostile texts', () => {
    const started = process.cpuUsage()
    for (const piece of ['https://a', '😀', ' ', '@a', '#b ', 'A ']) findClaims(`${piece.repeat(20_000)}x`)
    const { user } = process.cpuUsage(started)
    expect(user / 1e6).toBeLessThan(4)
  })
})

it('ranks what can be looked up above small talk', () => {
  const checkable = ['Unemployment fell by 3 percent in 2019.', 'Le chômage a baissé de 3 % en 2019.']
  const talk = ['Thank you all, what a lovely evening!', 'Merci à tous, quelle belle soirée !']
  for (const text of checkable)
    for (const other of talk) expect(checkworthiness(text)).toBeGreaterThan(checkworthiness(other))
})
