import { expect, it } from 'vitest'
import { ALL_SCOPES, allows, formatScopes, parseScopes } from './api-scopes.ts'

it('a key without scopes may do everything, also what is added later', () => {
  expect(parseScopes([])).toEqual(ALL_SCOPES)
  expect(allows(parseScopes([]).models, 'a-model-of-tomorrow')).toBe(true)
})

it('naming one of a kind limits that kind alone', () => {
  const scopes = parseScopes(['endpoint:chat', 'source:bluesky', 'source:bluesky'])
  expect(scopes).toEqual({ models: null, endpoints: ['chat'], sources: ['bluesky'] })
  expect(allows(scopes.endpoints, 'responses')).toBe(false)
  expect(parseScopes(formatScopes(scopes))).toEqual(scopes)
})

it.each(['chat', 'endpoint:', 'endpoint:karaoke', 'colour:red', 'model:two words'])(
  'refuses %s and says what is allowed',
  (text) => {
    expect(() => parseScopes([text])).toThrow(/endpoint/)
  },
)
