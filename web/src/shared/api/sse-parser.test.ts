import { expect, test } from 'vitest'
import { SseParser } from './sse-parser.ts'

test('an event cut anywhere between two chunks comes out whole', () => {
  const stream = 'id: 1\r\nevent: sentence\r\ndata: {"text":"là"}\r\n\r\nid: 2\nevent: done\ndata: {}\n\n'
  for (let cut = 0; cut <= stream.length; cut++) {
    const parser = new SseParser()
    const events = [...parser.push(stream.slice(0, cut)), ...parser.push(stream.slice(cut))]
    expect(events).toEqual([
      { event: 'sentence', id: '1', data: '{"text":"là"}' },
      { event: 'done', id: '2', data: '{}' },
    ])
  }
})

test('several data lines are joined and one leading space is dropped', () => {
  expect(new SseParser().push('data: one\ndata:  two\ndata\n\n')).toEqual([
    { event: 'message', id: null, data: 'one\n two\n' },
  ])
})

test('comments, unknown fields and events without data are passed over', () => {
  expect(new SseParser().push(': keepalive\n\nretry: 10\nevent: nothing\n\nfoo: bar\n\n')).toEqual([])
})

test('an id stays until another one comes, also from before the connection', () => {
  const events = new SseParser('7').push('data: a\n\nid: 8\ndata: b\n\ndata: c\n\n')
  expect(events.map((event) => event.id)).toEqual(['7', '8', '8'])
})

test('an event that never ends is refused instead of filling memory', () => {
  const parser = new SseParser()
  const push = () => {
    for (let i = 0; i < 50; i++) parser.push(`data: ${'x'.repeat(100_000)}\n`)
  }
  expect(push).toThrow(RangeError)
})
