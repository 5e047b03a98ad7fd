import { expect, it } from 'vitest'
import { freshFor } from './fresh.ts'

it('loads once for all who ask while a result is fresh, and again afterwards', async () => {
  const { ask, time, loads } = counter(100)
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1])
  time.now = 100
  expect(await ask()).toBe(1)
  time.now = 101
  expect(await ask()).toBe(2)
  expect(loads.length).toBe(2)
})

it('loads again when the clock was set back', async () => {
  const { ask, time } = counter(100)
  time.now = 5_000
  expect(await ask()).toBe(1)
  time.now = 1_400
  expect(await ask()).toBe(2)
  expect(await ask()).toBe(2)
})

it('shares a load that takes longer than a result stays fresh', async () => {
  const time = { now: 0 }
  const { promise, resolve } = Promise.withResolvers<string>()
  let loads = 0
  const ask = freshFor(
    100,
    () => time.now,
    () => {
      loads += 1
      return promise
    },
  )
  const first = ask()
  time.now = 5_000
  const second = ask()
  resolve('slow')
  expect([await first, await second, loads]).toEqual(['slow', 'slow', 1])
  time.now = 5_100
  await ask()
  expect(loads).toBe(1)
})

it('forgets a failure', async () => {
  let fails = true
  const ask = freshFor(
    100,
    () => 0,
    async () => {
      if (fails) throw new Error('no')
      return 'yes'
    },
  )
  await expect(ask()).rejects.toThrow('no')
  fails = false
  expect(await ask()).toBe('yes')
})

function counter(freshMs: number) {
  const time = { now: 0 }
  const loads: number[] = []
  const ask = freshFor(
    freshMs,
    () => time.now,
    async () => loads.push(loads.length),
  )
  return { ask, time, loads }
}
