import { describe, expect, it } from 'vitest'
import { GrowingBytes } from '../../lib/growing-bytes.ts'
import { functionWordMask } from './function-words.ts'
import { NO_PLACE, WordTable } from './word-table.ts'

describe('the table of remembered words', () => {
  it('finds a word again at the same place, with its languages', () => {
    const table = new WordTable()
    const place = find(table, 'the')
    expect(place).not.toBe(NO_PLACE)
    expect(find(table, 'the')).toBe(place)
    expect(table.wordAt(place)).toBe('the')
    expect(table.maskAt(place)).toBe(functionWordMask('the'))
  })

  it('keeps each form of a term apart, and remembers the English and one other', () => {
    const table = new WordTable()
    const place = find(table, 'élections')
    const made: string[] = []
    const terms = new GrowingBytes()
    const termOf = (word: string, form: string) => {
      made.push(form)
      return `${word}/${form}`
    }
    for (const form of ['french', 'english', 'surface', 'french', 'english'] as const)
      table.addTerm(terms, place, form, termOf)
    expect(terms.readStrings().slice(0, 4)).toEqual([
      'élections/french',
      'élections/english',
      'élections/surface',
      'élections/french',
    ])
    expect(made).toEqual(['french', 'english', 'surface', 'french'])
  })

  it('makes a term that is too long for its place each time', () => {
    const table = new WordTable()
    const terms = new GrowingBytes()
    const long = 'é'.repeat(40)
    for (let turn = 0; turn < 2; turn++) table.addTerm(terms, find(table, 'x'), 'english', () => long)
    expect(terms.readStrings()).toEqual([long, long])
  })

  it('does not take long words', () => {
    expect(find(new WordTable(), 'anticonstitutionnellement')).toBe(NO_PLACE)
  })

  it('leaves a place alone that the present text uses, and gives it to a word that asks twice later', () => {
    const table = new WordTable()
    const [first, second] = wordsOfOnePlace(table)
    expect(find(table, second)).toBe(NO_PLACE)
    expect(find(table, second)).toBe(NO_PLACE)
    table.startText()
    const place = find(table, second)
    expect(table.wordAt(place)).toBe(second)
    expect(find(table, first)).toBe(NO_PLACE)
  })

  it('is never wrong about a word, whatever comes', () => {
    const table = new WordTable()
    for (let round = 0; round < 3; round++) {
      for (let number = 0; number < 100_000; number++) {
        if (number % 20 === 0) table.startText()
        const word = number.toString(36)
        const place = find(table, word)
        if (place !== NO_PLACE && table.wordAt(place) !== word) expect(table.wordAt(place)).toBe(word)
      }
    }
  })
})

function find(table: WordTable, word: string): number {
  const units = Uint16Array.from(word, (character) => character.charCodeAt(0))
  const hash = units.reduce((sum, unit) => (Math.imul(sum, 31) + unit) >>> 0, 7)
  return table.find(units, 0, word.length, (hash ^ (hash >>> 15)) >>> 0)
}

/** Two words that want the same place; the first one has it. */
function wordsOfOnePlace(table: WordTable): [string, string] {
  for (let number = 0; ; number++) {
    const word = `w${number}`
    if (find(table, word) !== NO_PLACE) continue
    for (let other = 0; ; other++) {
      const probe = new WordTable()
      find(probe, `w${other}`)
      if (find(probe, word) === NO_PLACE) return [`w${other}`, word]
    }
  }
}
