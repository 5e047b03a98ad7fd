import { expect, test } from 'vitest'
import { checkOf } from '../../../test/ledger-checks-behaviour.ts'
import { withdrawFromCheck } from '../../domain/withdraw-from-check.ts'
import { ClaimWatch } from './claim-watch.ts'
import { isRevised, nextLookMs } from './verdict-change.ts'

const watch = new ClaimWatch()
watch.set([
  { id: 'bridge', text: 'The Lorville bridge collapsed on Tuesday.' },
  { id: 'greve', text: 'Il y a eu une grève au dépôt de Quilrive.' },
  { id: 'short', text: 'Ok.' },
])

test.each([
  ['The bridge in Lorville has collapsed!', ['bridge']],
  ['No, the bridges of Lorville stand', ['bridge']],
  ['grèves au dépôt Ferrigenne de Quilrive', ['greve']],
  ['Lovely weather in Lorville', []],
  ['', []],
])('"%s" may bear on %j', (text, ids) => {
  expect(watch.match({ text })).toEqual(ids)
})

test('another verdict is a revision, another shade of the same one is not', () => {
  expect(isRevised(checkOf(0.8), checkOf(0.85))).toBe(false)
  expect(isRevised(checkOf(0.8), checkOf(0.95))).toBe(true)
  const refuted = { ...checkOf(0.8), verdict: { ...checkOf(0.8).verdict, label: 'refuted' as const } }
  expect(isRevised(checkOf(0.8), refuted)).toBe(true)
})

test('the words of deleted posts leave a stored verdict', () => {
  const check = withdrawFromCheck(checkOf(0.8, ['net:1', 'net:2']), ({ id }) => id === 'net:1')
  expect(JSON.stringify(check)).not.toContain('words of net:1')
  expect(check.bestFor.map(({ id }) => id)).toEqual(['net:2'])
})

test('what stays as it is is looked at less and less, and at least once a week', () => {
  expect(nextLookMs(0)).toBe(600_000)
  expect(nextLookMs(1)).toBe(1_200_000)
  expect(nextLookMs(50)).toBe(7 * 86_400_000)
})
