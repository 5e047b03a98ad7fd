import { describe, expect, it } from 'vitest'
import { splitSentences } from './sentences.ts'

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text)

describe('splitting into sentences', () => {
  it('gives exact offsets, with emoji and accents before them', () => {
    const text = '  🎉🎉 Élu hier. Où ça ?\n\nÀ Paris… Vraiment !'
    for (const sentence of splitSentences(text))
      expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text)
    expect(texts(text)).toEqual(['🎉🎉 Élu hier.', 'Où ça ?', 'À Paris…', 'Vraiment !'])
  })

  it.each([
    ['Dr. Smith met Mr. J. R. Doe. He left.', 2],
    ['The U.S. Senate voted at 3.5 p.m. today. The vote was close.', 2],
    ['M. Dupont et Mme. Martin sont nés le 3 janv. 1950, etc. Voilà !', 2],
    ['See no. 5, p. 12 and art. 3. He said no. Then left.', 3],
    ['It cost $1.2bn, version v2.0 of https://example.com/a.html?x=1. Next.', 2],
    ['“Stop!” he said. « Bonjour ! » dit-il.', 2],
    ['wait... what? yes', 2],
    ['Great! 🎉 Next one.', 2],
  ])('counts the sentences of: %s', (text, count) => {
    expect(texts(text)).toHaveLength(count)
  })

  it('splits text that came tokenised or in lower case', () => {
    expect(texts('the bridge is closed . officials said so .')).toEqual([
      'the bridge is closed .',
      'officials said so .',
    ])
    expect(texts('it rained. we went home.')).toHaveLength(2)
  })

  it('ends a sentence at a line break unless the next line goes on', () => {
    expect(texts('Headline\nThe story\ngoes on here')).toEqual(['Headline', 'The story\ngoes on here'])
  })

  it('splits Japanese and Chinese without spaces', () => {
    expect(texts('東京です。大阪です！')).toHaveLength(2)
  })

  it('finds no sentence in white space and one in bare punctuation', () => {
    expect(texts(' \n\t ')).toEqual([])
    expect(texts('...')).toEqual(['...'])
  })

  it('handles hostile text in bounded time', () => {
    for (const piece of ['.', '. ', ') ', '!"', '\n \n', '. 🎉', 'a.b.']) {
      const text = piece.repeat(50_000)
      const sentences = splitSentences(text)
      expect(sentences.length).toBeLessThanOrEqual(2_000)
      expect(sentences.at(-1)?.end ?? 0).toBeLessThanOrEqual(text.length)
    }
  })
})
