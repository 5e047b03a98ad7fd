import { expect, it } from 'vitest'
import type { AskDependencies } from './ask.ts'
import { withTypedOperators } from './typed-operators.ts'

const asked: string[] = []
const DEPS: AskDependencies = {
  archive: {} as AskDependencies['archive'],
  clock: () => 0,
  findEvidence: async (_, { query }) => {
    asked.push(query)
    return []
  },
}
const read = (question: string) => withTypedOperators({ question }, DEPS)

it('takes operators out of a question and lets them hold for every search', async () => {
  const { request, deps } = read('What happened at the bridge from:harbour since:2026-11-01 -rumour?')
  expect(request.question).toBe('What happened at the bridge?')
  expect(request.operators).toEqual(['from:harbour', 'since:2026-11-01', '-rumour'])
  await deps.findEvidence?.(deps.archive, { query: 'bridge' })
  expect(asked).toEqual(['bridge from:harbour since:2026-11-01 -rumour'])
})

it.each([
  'What happened at 14:05?',
  'Who said “since:2026 it rains”?',
  'Is https://harbour.example/notice true?',
  'What happened since:yesterday?',
  'Why is it -5 degrees in Lyon-Part-Dieu - again?',
  'from:harbour lang:fr',
])('leaves alone what is no operator: %s', (question) => {
  const { request, deps } = read(question)
  expect(request).toEqual({ question })
  expect(deps).toBe(DEPS)
})
