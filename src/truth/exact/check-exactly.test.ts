import { expect, it } from 'vitest'
import { checkExactly } from './check-exactly.ts'

it.each([
  ['Twelve plus 30 is 42.', true],
  ['The difference between 730,021 and 21 is 730,000.', true],
  ['17 × 23 = 390', false],
  ['Half of 1,000 is 500.', true],
  ['15% of 240 is 36', true],
  ['Rent went up by 25%, from 400 to 480.', false],
  ['$140 with 20% off costs $112', true],
  ['4 July 1776 was a Thursday', true],
  ['1900 is a leap year', false],
  ['Someone born on March 5, 1864 was aged 53 on April 8, 1917', true],
  ['10 miles is about 16 kilometres', true],
  ['100 °C is 200 °F', false],
  ['0.9 is less than 0.45', false],
  ['2,376 is 8 times 297', true],
  ['Seven times eight is fifty-six.', true],
  ['The average of 10 and 20 is 15', true],
  ['100 is double 40', false],
])('works out %j: %j', (claim, isTrue) => {
  expect(checkExactly(claim, 'en')?.isTrue).toBe(isTrue)
})

it.each([
  ['3,5 + 1,5 = 5', true],
  ['Soixante-dix moins dix égale soixante-deux.', false],
  ['Le 14 juillet 1789 était un mardi.', true],
  ['La moitié de 1 250 est 600.', false],
  ['1,5 milliard est supérieur à 900 millions', true],
  ['Il est né le 1er mai 1900 et mort le 30 avril 1950 à l’âge de 50 ans', false],
])('calcule %j : %j', (claim, isTrue) => {
  expect(checkExactly(claim, 'fr')?.isTrue).toBe(isTrue)
})

it.each([
  'The council voted 12 to 3 on 4 May 2021.',
  'Unemployment was 5% in 2019.',
  'The sum is 12.',
  '2 + 2 is not 5',
  'If 2 + 2 is 5, pigs fly',
  'A photo of 24 February 2022 shows the square on Thursday morning.',
  '10 divided by 3 and 4 times 2 is 8',
  '',
])('leaves %j alone: it states no sum, more than one, or denies one', (claim) => {
  expect(checkExactly(claim, 'en')).toBeNull()
})
