import { expect, test } from 'vitest'
import { createdAtOf, timeOfTid } from './created-at.ts'

const SEEN_AT = Date.parse('2026-11-21T12:00:00Z')
const HOUR_MS = 3_600_000

/** The specification's layout: 53 bits of microseconds, 10 bits of clock id, 13 digits of 5 bits. */
function tidAt(ms: number): string {
  let bits = (BigInt(ms) * 1_000n) << 10n
  let text = ''
  for (let digit = 0; digit < 13; digit += 1, bits >>= 5n)
    text = '234567abcdefghijklmnopqrstuvwxyz'[Number(bits & 31n)] + text
  return text
}

test('a record key that is a timestamp identifier gives its time', () => {
  expect(timeOfTid(tidAt(SEEN_AT))).toBe(SEEN_AT)
  // Post of the specification's era: https://atproto.com/specs/tid gives 3jzfcijpj2z2a as an example.
  expect(new Date(timeOfTid('3jzfcijpj2z2a') ?? 0).getUTCFullYear()).toBe(2023)
})

test.each(['self', '', '3jzfcijpj2z2', 'zzzzzzzzzzzzz', '3JZFCIJPJ2Z2A'])(
  'the record key %j has no time',
  (key) => {
    expect(timeOfTid(key)).toBeNull()
  },
)

test('a declared date near the time the network saw the post is believed', () => {
  const declared = new Date(SEEN_AT - HOUR_MS).toISOString()
  expect(createdAtOf({ declared, recordKey: 'self', seenAt: SEEN_AT })).toEqual({
    at: SEEN_AT - HOUR_MS,
    declared: true,
  })
})

test('a clock that is minutes ahead never makes a post younger than its sighting', () => {
  const declared = new Date(SEEN_AT + 120_000).toISOString()
  expect(createdAtOf({ declared, recordKey: 'self', seenAt: SEEN_AT })).toEqual({
    at: SEEN_AT,
    declared: true,
  })
})

test.each([
  ['2012-01-01T00:00:00Z', 'backdated'],
  ['2099-01-01T00:00:00Z', 'in the future'],
  ['yesterday', 'no date'],
  [null, 'absent'],
])('the date %j (%s) gives way to the time in the record key', (declared, _what) => {
  const recordKey = tidAt(SEEN_AT - 5_000)
  expect(createdAtOf({ declared, recordKey, seenAt: SEEN_AT })).toEqual({
    at: SEEN_AT - 5_000,
    declared: false,
  })
})

test('when date and record key are both implausible the sighting counts', () => {
  const recordKey = tidAt(Date.parse('2012-01-01T00:00:00Z'))
  const created = createdAtOf({ declared: '2012-01-01T00:00:00Z', recordKey, seenAt: SEEN_AT })
  expect(created).toEqual({ at: SEEN_AT, declared: false })
})
