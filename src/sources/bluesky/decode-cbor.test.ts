import { encode } from '@atcute/cbor'
import { expect, test } from 'vitest'
import { decodeCbor, decodeFirstCbor } from './decode-cbor.ts'

/** Heads of arrays, each announcing as many items as there are bytes: decoded eagerly they take gigabytes. */
function bomb(): Uint8Array {
  const head = [0x9a, 0x00, 0x03, 0x00, 0x00]
  return Uint8Array.from({ length: 200_000 }, (_, n) => head[n % 5] ?? 0)
}

test('what was encoded comes back', () => {
  const value = { a: [1, -2, 'é', null, true, 1.5], b: { c: {}, d: [] } }
  expect(decodeCbor(encode(value))).toEqual(value)
})

test('the first of two values leaves the second', () => {
  const both = Buffer.concat([encode({ op: 1 }), encode('rest')])
  const { value, rest } = decodeFirstCbor(both)
  expect(value).toEqual({ op: 1 })
  expect(decodeCbor(rest)).toBe('rest')
})

test('arrays that announce more than the message holds are refused before they take memory', () => {
  const before = process.memoryUsage().rss
  expect(() => decodeCbor(bomb())).toThrow(RangeError)
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
})

test('nesting has an end', () => {
  const nested = Uint8Array.from({ length: 5_000 }, () => 0x81)
  nested[4_999] = 0x01
  expect(() => decodeCbor(nested)).toThrow(/deep/)
})

test.each([
  ['nothing', []],
  ['an indefinite length', [0x9f, 0x01, 0xff]],
  ['a text that is cut', [0x65, 0x61]],
  ['a map that lacks a value', [0xa1, 0x61, 0x61]],
  ['two values', [0x01, 0x02]],
  ['an undefined', [0xf7]],
])('%s is refused', (_, bytes) => {
  expect(() => decodeCbor(Uint8Array.from(bytes))).toThrow()
})
