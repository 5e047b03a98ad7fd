import { expect, test } from 'vitest'
import { askedClaim } from './asked-claim.ts'

test.each([
  ['Is it true that the bridge fell?', 'The bridge fell.'],
  ['is this true: The mayor has resigned.', 'The mayor has resigned.'],
  ['The mayor has resigned, is that true?', 'The mayor has resigned.'],
  ['Est-ce vrai que le maire a démissionné ?', 'Le maire a démissionné.'],
  ['Est-il vrai qu’il y a eu une grève à Lyon ?', 'Il y a eu une grève à Lyon.'],
  ['Le maire a démissionné, c’est vrai ?', 'Le maire a démissionné.'],
  ['Vrai ou faux : la tour mesure 300 m', 'La tour mesure 300 m.'],
])('%s asks about: %s', (question, claim) => {
  expect(askedClaim(question)).toBe(claim)
})

test.each(['Is this true?', '@verity is it true?', 'C’est vrai ?', 'What happened in Lyon?', ''])(
  '%s holds no claim of its own',
  (question) => {
    expect(askedClaim(question)).toBeNull()
  },
)
