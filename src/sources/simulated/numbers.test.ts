import { expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { exactNumber, numberAnswers, numberWords, vagueNumber } from './numbers.ts'

it('writes numbers in words in both languages', () => {
  const pairs = [21, 42, 71, 80, 81, 91, 99, 300, 3000].map((value) => [
    numberWords(value, 'en'),
    numberWords(value, 'fr'),
  ])
  expect(pairs).toEqual([
    ['twenty-one', 'vingt et un'],
    ['forty-two', 'quarante-deux'],
    ['seventy-one', 'soixante et onze'],
    ['eighty', 'quatre-vingts'],
    ['eighty-one', 'quatre-vingt-un'],
    ['ninety-one', 'quatre-vingt-onze'],
    ['ninety-nine', 'quatre-vingt-dix-neuf'],
    ['three hundred', 'trois cents'],
    ['three thousand', 'trois mille'],
  ])
  expect(numberWords(137, 'en')).toBeNull()
})

it('accepts as an answer every way it writes an exact number itself', () => {
  const random = new Random('numbers')
  for (const value of [4, 17, 20, 58, 240, 3000, 12_400]) {
    for (const lang of ['en', 'fr'] as const) {
      for (let turn = 0; turn < 20; turn += 1)
        expect(numberAnswers(value)).toContain(exactNumber(value, lang, random))
    }
  }
})

it('stands before a noun or alone when it is vague, and never gives the number away', () => {
  const random = new Random('vague')
  for (let turn = 0; turn < 50; turn += 1) {
    expect(vagueNumber(340, 'fr', false, random)).toMatch(/ de$/)
    expect(vagueNumber(340, 'fr', true, random)).not.toMatch(/ de$/)
    expect(vagueNumber(3400, 'en', true, random)).not.toMatch(/ of$|3/)
  }
})
