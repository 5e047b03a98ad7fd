import { expect, it } from 'vitest'
import { porterStem } from './porter-stem.ts'

/** Examples of Porter's paper, through all steps, and pairs that must meet. */
const STEMS = {
  caresses: 'caress',
  ponies: 'poni',
  ties: 'ti',
  cats: 'cat',
  feed: 'feed',
  agreed: 'agre',
  plastered: 'plaster',
  bled: 'bled',
  motoring: 'motor',
  sing: 'sing',
  conflated: 'conflat',
  troubled: 'troubl',
  sized: 'size',
  hopping: 'hop',
  falling: 'fall',
  hissing: 'hiss',
  failing: 'fail',
  filing: 'file',
  happy: 'happi',
  sky: 'sky',
  relational: 'relat',
  conditional: 'condit',
  rational: 'ration',
  digitizer: 'digit',
  radically: 'radic',
  vietnamization: 'vietnam',
  operator: 'oper',
  feudalism: 'feudal',
  decisiveness: 'decis',
  formality: 'formal',
  sensibility: 'sensibl',
  triplicate: 'triplic',
  formative: 'form',
  electrical: 'electr',
  goodness: 'good',
  revival: 'reviv',
  allowance: 'allow',
  airliner: 'airlin',
  adjustable: 'adjust',
  replacement: 'replac',
  adoption: 'adopt',
  elections: 'elect',
  elected: 'elect',
  communism: 'commun',
  effective: 'effect',
  probate: 'probat',
  rate: 'rate',
  cease: 'ceas',
  controlling: 'control',
  roll: 'roll',
  naïve: 'naïv',
  as: 'as',
}

it.each(Object.entries(STEMS))('stems %s to %s', (word, stem) => {
  expect(porterStem(word)).toBe(stem)
})

it('handles any letters in bounded time', () => {
  for (const word of ['y'.repeat(60), 's'.repeat(60), 'ing', 'ied', 'yyying', 'eed']) {
    expect(porterStem(word).length).toBeLessThanOrEqual(word.length + 1)
  }
})
