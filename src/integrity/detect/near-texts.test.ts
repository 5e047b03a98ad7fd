import { describe, expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { NearTexts } from './near-texts.ts'

describe('nearly equal texts', () => {
  it('brings a touched-up copy to the text it repeats, and leaves other texts alone', () => {
    const texts = new NearTexts(1_024)
    const first = texts.leaderOf('the school meals in lorville are made with expired meat the proof is out')
    expect(
      texts.leaderOf('wake up the school meals in lorville are made with expired meat the proof is out'),
    ).toBe(first)
    expect(
      texts.leaderOf('the trams in lorville are late again because of works on the bridge today'),
    ).not.toBe(first)
  })

  it('finds at least 98 of 100 copies with four fifths of their words in common', () => {
    const random = new Random('near')
    const texts = new NearTexts(16_384)
    const originals = Array.from({ length: 2_000 }, () => words(random, 18))
    const leaders = originals.map((text) => texts.leaderOf(text.join(' ')))
    const found = originals.filter((text, at) => {
      const changed = text.map((word, place) => (place < 2 ? `changed${random.integer(0, 1e6)}` : word))
      return texts.leaderOf(changed.join(' ')) === leaders[at]
    })
    expect(found.length).toBeGreaterThanOrEqual(1_960)
  })

  it('forgets the oldest texts when it is full', () => {
    const random = new Random('full')
    const texts = new NearTexts(64)
    const old = words(random, 12).join(' ')
    const first = texts.leaderOf(old)
    for (let at = 0; at < 64; at++) texts.leaderOf(words(random, 12).join(' '))
    expect(texts.leaderOf(old)).not.toBe(first)
  })
})

function words(random: Random, count: number): string[] {
  return Array.from({ length: count }, () => `word${random.integer(0, 1e9)}`)
}
