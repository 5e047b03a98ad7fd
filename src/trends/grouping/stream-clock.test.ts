import { expect, test } from 'vitest'
import { StreamClock } from './stream-clock.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 8_766 * HOUR_MS

test('time goes on with the posts, and late ones do not turn it back', () => {
  const clock = new StreamClock()
  expect(clock.read(null)).toBeNull()
  expect(clock.read(1_000)).toBe(1_000)
  expect(clock.read(400)).toBe(1_000)
  expect(clock.read(null)).toBe(1_000)
  expect(clock.read(5_000)).toBe(5_000)
})

test('one post from the far future moves nothing', () => {
  const clock = new StreamClock()
  clock.read(0)
  expect(clock.read(70 * YEAR_MS)).toBe(0)
  expect(clock.read(HOUR_MS)).toBe(HOUR_MS)
  expect(clock.read(90 * YEAR_MS)).toBe(HOUR_MS)
})

test('a gap in the stream is believed with its second post', () => {
  const clock = new StreamClock()
  clock.read(0)
  expect(clock.read(100 * HOUR_MS)).toBe(0)
  expect(clock.read(101 * HOUR_MS)).toBe(101 * HOUR_MS)
})
