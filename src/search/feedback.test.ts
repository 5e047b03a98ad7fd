import { expect, test } from 'vitest'
import { FEEDBACK, feedbackTerms, weighFeedback } from './feedback.ts'

const query = new Set(['quake'])
const post = (terms: string, score = 1) => ({ score, terms: terms.split(' ') })

test('terms of at least two different posts are learnt, the strongest first', () => {
  const found = feedbackTerms(
    [post('quake magnitude lisbon'), post('quake magnitude'), post('quake lisbon magnitude coast')],
    query,
  )
  expect(found.map(({ term }) => term)).toEqual(['magnitude', 'lisbon'])
})

test('copies teach once', () => {
  expect(
    feedbackTerms([post('quake buy pills'), post('pills buy quake'), post('quake buy pills')], query),
  ).toEqual([])
})

test('stop words, accounts, links and single characters are not learnt', () => {
  const noise = 'quake the @bob url:a.b/c host:a.b x'
  expect(feedbackTerms([post(`${noise} one`), post(`${noise} two`)], query)).toEqual([])
})

test('a better post counts more', () => {
  const [first] = feedbackTerms(
    [post('quake strong early', 1), post('quake strong early late', 0.9), post('quake late weak', 0.2)],
    query,
  )
  expect(first?.term).not.toBe('late')
})

test('what is everywhere is not added, and all weights together stay below the query', () => {
  const statistics = {
    posts: 1_000_000,
    frequencies: new Map([
      ['today', 400_000],
      ['lisbon', 90],
      ['magnitude', 30],
    ]),
  }
  const candidates = ['today', 'lisbon', 'magnitude', 'unknown'].map((term) => ({ term, strength: 1 }))
  const added = weighFeedback(candidates, statistics)
  expect(added.map(({ terms }) => terms[0])).toEqual(['magnitude', 'lisbon'])
  expect(added.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(FEEDBACK.weight)
})
