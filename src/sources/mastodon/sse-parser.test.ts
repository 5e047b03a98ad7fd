import { expect, test } from 'vitest'
import { SseParser } from './sse-parser.ts'

const read = (...pieces: readonly string[]) => {
  const parser = new SseParser(50)
  return pieces.flatMap((piece) => parser.push(piece))
}

test('an event is a name and data, ended by an empty line', () => {
  expect(read(':)\nevent: update\ndata: {"id":1}\n\n:thump\nevent: delete\ndata: 17\n\n')).toEqual([
    { kind: 'event', event: 'update', data: '{"id":1}' },
    { kind: 'event', event: 'delete', data: '17' },
  ])
})

test('it does not matter where the stream is cut, nor how lines end', () => {
  const expected = [{ kind: 'event', event: 'update', data: 'a\nb' }]
  expect(read('event: update\r\ndata: a\r\ndata: b\r\n\r\n')).toEqual(expected)
  expect(read(...'event: update\r\ndata: a\r\ndata: b\r\n\r\n')).toEqual(expected)
  expect(read('event: update\rdata: a\r', 'data: b\r\r')).toEqual(expected)
})

test('an event without data says nothing, one without a name is a message', () => {
  expect(read('event: update\n\ndata: x\n\n')).toEqual([{ kind: 'event', event: 'message', data: 'x' }])
})

test('an event that is not complete is never told', () => {
  expect(read('event: update\ndata: x\n')).toEqual([])
})

test('a longer event than allowed is left out, in one line or in many, and the next one is read', () => {
  const next = [{ kind: 'oversized' }, { kind: 'event', event: 'message', data: 'ok' }]
  expect(read(`data: ${'x'.repeat(60)}\n\ndata: ok\n\n`)).toEqual(next)
  expect(read(`${'data: 0123456789\n'.repeat(6)}\ndata: ok\n\n`)).toEqual(next)
})
