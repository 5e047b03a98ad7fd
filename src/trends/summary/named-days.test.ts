import { expect, test } from 'vitest'
import { namedDays } from './named-days.ts'

const THURSDAY = Date.UTC(2009, 5, 25, 18)

function days(sentence: string): string[] {
  return namedDays(sentence, THURSDAY).map((at) => new Date(at).toISOString().slice(0, 10))
}

test('dates, weekdays and yesterday are read in both languages', () => {
  expect(days('He died on June 22.')).toEqual(['2009-06-22'])
  expect(days('Le 1er juillet 2009, le tribunal')).toEqual(['2009-07-01'])
  expect(days('Police said on Tuesday')).toEqual(['2009-06-23'])
  expect(days('la perquisition de mercredi')).toEqual(['2009-06-24'])
  expect(days('It rained yesterday.')).toEqual(['2009-06-24'])
})

test('a date without a year is the closest one', () => {
  expect(namedDays('on December 30', Date.UTC(2009, 0, 2))).toEqual([Date.UTC(2008, 11, 30)])
})

test('numbers that are no days are none', () => {
  expect(days('May 45 people come')).toEqual([])
})
