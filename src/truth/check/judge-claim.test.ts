import { expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { judgeClaim } from './judge-claim.ts'

const EVIDENCE = [
  { id: 'far', text: 'Tickets for the museum cost four euros.' },
  { id: 'near', text: 'Good morning. The council voted to close the harbour in 2024. Rain is expected.' },
]

it('cuts the span that bears on the claim out of the evidence, most relevant first', () => {
  const { evidence } = judgeClaim('The council voted to close the harbour.', EVIDENCE)
  const best = evidence[0]
  expect(best?.id).toBe('near')
  expect(EVIDENCE[1]?.text.slice(best?.start, best?.end)).toBe(
    'The council voted to close the harbour in 2024.',
  )
  expect(best?.stance).toBe('supports')
  const relevances = evidence.map(({ relevance01 }) => relevance01)
  expect(relevances).toEqual(relevances.toSorted((a, b) => b - a))
})

it('names each piece of evidence at least once, also what says nothing', () => {
  const empty = [{ id: 'empty', text: '' }, ...EVIDENCE]
  const { evidence } = judgeClaim('Bees sleep.', empty)
  expect(new Set(evidence.map(({ id }) => id))).toEqual(new Set(['empty', 'far', 'near']))
  expect(evidence.every(({ relevance01, stance }) => relevance01 === 0 && stance === 'neutral')).toBe(true)
})

it('hears a denial and another number of the same thing as speaking against it', () => {
  const stance = (claim: string, text: string) => judgeClaim(claim, [{ id: 'e', text }]).evidence[0]?.stance
  expect(stance('The harbour was closed in March.', 'The harbour was not closed in March.')).toBe('refutes')
  expect(stance('The fire killed 12 people.', 'The fire killed 20 people.')).toBe('refutes')
  expect(stance('The fire killed twelve people.', 'The fire killed 12 people on Monday.')).toBe('supports')
})

it.each([
  ['Something happened.', []],
  ['', EVIDENCE],
  ['', []],
])('says not enough about %j with %j', (claim, evidence) => {
  const judged = judgeClaim(claim, evidence)
  expect(judged.label).toBe('not_enough')
  expect(judged.probabilities.supported).toBe(0)
})

it('gives probabilities that sum to one and spans that lie in their text, whatever the texts hold', () => {
  const random = new Random('claims')
  const pieces = 'the council voted not 12 20 people harbour . \ud83d \udc00 İ é “ \n 1 000 Paris'.split(' ')
  const text = () => Array.from({ length: random.integer(0, 40) }, () => random.pick(pieces)).join(' ')
  for (let round = 0; round < 40; round++) {
    const evidence = [0, 1, 2].map((id) => ({ id: String(id), text: text() }))
    const judged = judgeClaim(text(), evidence)
    const sum = Object.values(judged.probabilities).reduce((total, value) => total + value, 0)
    expect(sum).toBeCloseTo(1, 9)
    expect(judged.confidence01).toBe(Math.max(...Object.values(judged.probabilities)))
    for (const { id, start, end, relevance01 } of judged.evidence) {
      const source = evidence[Number(id)]?.text ?? ''
      expect(source.slice(start, end)).toHaveLength(end - start)
      if (relevance01 > 0) expect(end).toBeGreaterThan(start)
    }
  }
})
