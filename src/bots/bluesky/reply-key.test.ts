import { expect, it } from 'vitest'
import { replyKey, timeOfKey } from './reply-key.ts'

const AT = Date.parse('2026-11-22T10:00:00.123Z')

it('is the same for the same mention, another for another part, and holds the time', () => {
  const key = replyKey({ key: 'mention:a#0', at: AT })
  expect(replyKey({ key: 'mention:a#0', at: AT })).toBe(key)
  expect(replyKey({ key: 'mention:a#1', at: AT })).not.toBe(key)
  expect(timeOfKey(key)).toBe(AT)
})

it('reads no time out of other keys', () => {
  for (const key of ['self', '', 'zzzzzzzzzzzzz', '3jzfcijpj2z2']) expect(timeOfKey(key)).toBeNull()
  expect(timeOfKey('3jzfcijpj2z2a')).toBe(Date.parse('2023-06-30T15:03:01.887Z'))
})
