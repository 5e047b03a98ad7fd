import { expect, test } from 'vitest'
import { loadWordVectors } from '../../models/embedding/word-vectors.ts'
import { comparableText } from './comparable-text.ts'
import { ClaimMatcher, type KnownClaim } from './match-claims.ts'

const CLAIMS: KnownClaim[] = [
  { id: 'bridge', claim: 'The Old Bridge collapsed on 3 May 2026.', title: 'Did the Old Bridge fall?' },
  { id: 'bridge-19', claim: 'The Old Bridge collapsed in 1919.' },
  { id: 'senator', claim: 'Senator Maria Velasquez said that all schools will close.' },
  { id: 'doctor', claim: 'A physician in Lyon was jailed for curing patients.' },
  { id: 'photo', claim: 'A photo shows a shark on a flooded motorway.' },
  { id: 'train', claim: 'Une vidéo montre un train qui déraille près de Lyon.' },
  { id: 7, claim: 'Bananas are radioactive.' },
]
const matcher = new ClaimMatcher(CLAIMS, await loadWordVectors())
const best = (text: string) => matcher.match(text, 10)[0]?.claimId

test('the claim that says the same comes first, and numbers decide between two that are alike', () => {
  expect(best('BREAKING: old bridge collapsed, 3 May 2026!!')).toBe('bridge')
  expect(best('they say the old bridge collapsed in 1919')).toBe('bridge-19')
  expect(best('radioactive bananas?!')).toBe(7)
})

test('names in accounts and tags are read, links and emoji are not', () => {
  expect(best('so @SenMariaVelasquez closes everything 😱 https://t.co/bananas #AllSchoolsWillClose')).toBe(
    'senator',
  )
})

test('a claim is found by its headline too', () => {
  expect(best('did it really fall? #OldBridge')).toBe('bridge')
})

test('misspelt and inflected words meet, in French as well', () => {
  expect(best('shraks swimming on the floded motorways')).toBe('photo')
  expect(best('des trains déraillent à côté de Lyon')).toBe('train')
})

test('words that mean nearly the same meet in English', () => {
  expect(best('doctor imprisoned because he healed people')).toBe('doctor')
})

test('scores fall, the limit holds, and what has nothing in common is left out', () => {
  const found = matcher.match('the old bridge', 2)
  expect(found).toHaveLength(2)
  expect(found[0]?.score).toBeGreaterThanOrEqual(found[1]?.score ?? 0)
  expect(matcher.match('żółć', 10)).toEqual([])
  expect(matcher.match('', 10)).toEqual([])
})

test('twins keep the order of the list', () => {
  const twins = new ClaimMatcher(
    ['first', 'second'].map((id) => ({ id, claim: 'The same “words”.' })),
    null,
  )
  expect(twins.match('the same words', 10).map(({ claimId }) => claimId)).toEqual(['first', 'second'])
})

test('no claims, odd claims and huge texts do no harm', () => {
  expect(new ClaimMatcher([], null).match('anything', 5)).toEqual([])
  const odd = new ClaimMatcher([{ id: 'empty', claim: '' }, { id: 'sign', claim: '???' }, ...CLAIMS], null)
  expect(odd.match(`${'word '.repeat(50_000)} radioactive bananas`, 5).length).toBeGreaterThan(0)
})

test('a text is compared without links, with the words of its tags, each sentence once', () => {
  expect(comparableText('Look: https://a.example/x #ClimateChange @RepAnaLopez_2')).toBe(
    'Look: Climate Change Rep Ana Lopez',
  )
  expect(comparableText('It rains. It rains. It pours.')).toBe('It rains.\nIt pours.')
})
