import { describe, expect, it } from 'vitest'
import { GrowingBytes } from './growing-bytes.ts'

describe('bytes that grow', () => {
  it('gives strings back as they were added, however long and in whatever script', () => {
    const texts = [
      '',
      'a',
      'é',
      '🦆',
      'x'.repeat(127),
      'x'.repeat(128),
      'é'.repeat(100),
      '中'.repeat(70),
      'y'.repeat(50_000),
    ]
    const bytes = new GrowingBytes()
    for (const text of texts) bytes.addString(text)
    expect(bytes.readStrings()).toEqual(texts)
  })

  it('writes the length of a string in bytes, not in units', () => {
    const bytes = new GrowingBytes()
    bytes.addString('é'.repeat(64))
    expect([...contentOf(bytes).subarray(0, 2)]).toEqual([0x80, 0x01])
    expect(bytes.size).toBe(2 + 128)
  })

  it('writes whole numbers with the low byte first, negative ones too', () => {
    const bytes = new GrowingBytes()
    for (const value of [0, 1, -1, Date.UTC(1900, 0, 1), Date.UTC(2299, 11, 31), Number.MAX_SAFE_INTEGER])
      bytes.addInt64(value)
    const content = contentOf(bytes)
    const read = Array.from({ length: 6 }, (_, at) => Number(content.readBigInt64LE(at * 8)))
    expect(read).toEqual([0, 1, -1, Date.UTC(1900, 0, 1), Date.UTC(2299, 11, 31), Number.MAX_SAFE_INTEGER])
  })

  it('is empty again when its size is set to 0', () => {
    const bytes = new GrowingBytes()
    bytes.addString('old')
    bytes.size = 0
    bytes.addString('new')
    expect(bytes.readStrings()).toEqual(['new'])
  })

  it('takes over what other bytes hold', () => {
    const [all, part] = [new GrowingBytes(), new GrowingBytes()]
    part.addString('b')
    all.addString('a')
    all.addAll(part)
    all.addBytes(Uint8Array.of(9, 1, 99, 9), 1, 3)
    expect(all.readStrings()).toEqual(['a', 'b', 'c'])
  })
})

function contentOf(bytes: GrowingBytes): Buffer {
  const content = Buffer.alloc(bytes.size)
  bytes.copyTo(content, 0)
  return content
}
