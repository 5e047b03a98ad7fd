import { expect, it } from 'vitest'
import { judgeStance } from './judge-stance.ts'

const TARGET = 'Police say the bridge in Orlen has collapsed and 12 people are missing.'

it.each([
  ['This is fake, the photo is from 2014.', 'deny'],
  ['Non, c’est faux, c’est un canular.', 'deny'],
  ['Is this confirmed? Any source?', 'query'],
  ['C’est vrai ? Une source ?', 'query'],
  ['Yes, I was there, can confirm.', 'support'],
  ['Oui, je confirme, c’est vrai.', 'support'],
  ['My thoughts are with the families, so sad.', 'comment'],
  ['Mes pensées vont aux familles.', 'comment'],
])('hears in %j: %s', (text, stance) => {
  expect(judgeStance(text, TARGET).stance).toBe(stance)
})

it('takes a post that answers nothing as standing by what it says', () => {
  expect(judgeStance(TARGET, '').stance).toBe('support')
  expect(judgeStance(TARGET, TARGET).stance).toBe('support')
})

it('gives probabilities that sum to one, also for nothing at all', () => {
  for (const text of ['', '😀', '?', 'no '.repeat(3_000)]) {
    const { probabilities, confidence01, stance } = judgeStance(text, TARGET)
    expect(Object.values(probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
    expect(confidence01).toBe(probabilities[stance])
  }
})
