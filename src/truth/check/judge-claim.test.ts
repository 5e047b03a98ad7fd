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

it('settles a wrong sum against any evidence, and a right one that names nobody', () => {
  const wrong = judgeClaim('2 + 2 = 5', [{ id: 'e', text: 'Everybody knows that 2 + 2 = 5.' }])
  expect(wrong).toMatchObject({ label: 'refuted', basis: 'exact', committed: true })
  expect(judgeClaim('12 plus 30 is 42', [])).toMatchObject({
    label: 'supported',
    basis: 'exact',
    committed: true,
  })
  const about = judgeClaim('Ada Brenner was born on 5 March 1864 and died on 8 April 1917 aged 53.', [])
  expect(about).toMatchObject({ label: 'supported', committed: false })
})

it('hears an answer of no to a question about the claim as speaking against it', () => {
  const claim = 'The harbour was closed in March.'
  const of = (answer: string) =>
    judgeClaim(claim, [{ id: 'q', text: `Was the harbour closed in March? ${answer}` }]).label
  expect(of('No, ships went in and out.')).toBe('refuted')
  expect(of('No answer could be found.')).toBe('not_enough')
})

it('says what would change a judgement, and shows one span of each piece at most on either side', () => {
  const same = 'The fire killed 20 people. Reports agree that the fire killed 20 people.'
  const judged = judgeClaim('The fire killed 12 people.', [{ id: 'a', text: same }])
  expect(judged.bestAgainst.map(({ id }) => id)).toEqual(['a'])
  expect(judged.whatWouldChange.length).toBeGreaterThan(0)
  expect(judgeClaim('Bees sleep.', []).whatWouldChange[0]).toEqual({ kind: 'any_evidence', detail: null })
})

it('is never surer of a side than the piece that says it best', () => {
  const pieces = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: 'The council voted to close the harbour.' }))
  const { confidence01, bestFor } = judgeClaim('The council voted to close the harbour.', pieces)
  expect(confidence01).toBeLessThanOrEqual(Math.max(...bestFor.map((span) => span.confidence01)) + 1e-9)
})

it('reads a hostile text in bounded time', () => {
  const text = 'council harbour close '.repeat(20_000)
  const started = process.cpuUsage()
  judgeClaim('The council voted to close the harbour in 2024.', [{ id: 'x', text }])
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(3)
})
