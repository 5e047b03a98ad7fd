import { expect, test } from 'vitest'
import { LeasePool, PoolClosedError, PoolFullError } from './lease-pool.ts'

const deferred = () => Promise.withResolvers<void>()

test('lends each item to one user at a time, first come first served', async () => {
  const pool = new LeasePool(['a', 'b'], { waitingMax: 10 })
  const gates = [deferred(), deferred(), deferred()]
  const log: string[] = []
  const users = gates.map((gate, i) =>
    pool.use(async (item) => {
      log.push(`${i}:${item}`)
      await gate.promise
    }),
  )
  await Promise.resolve()
  expect(log).toHaveLength(2)
  expect(pool.waiting).toBe(1)
  gates[1]?.resolve()
  await users[1]
  await Promise.resolve()
  expect(log[2]).toBe(`2:${log[1]?.slice(2)}`)
  for (const gate of gates) gate.resolve()
  await Promise.all(users)
})

test('refuses more waiting callers than it has room for', async () => {
  const pool = new LeasePool([1], { waitingMax: 1 })
  const gate = deferred()
  const first = pool.use(() => gate.promise)
  const second = pool.use(async () => 'second')
  await expect(pool.use(async () => 'third')).rejects.toBeInstanceOf(PoolFullError)
  gate.resolve()
  await first
  expect(await second).toBe('second')
})

test('a caller whose signal aborts leaves the queue; the item goes to the next', async () => {
  const pool = new LeasePool([1], { waitingMax: 5 })
  const gate = deferred()
  const controller = new AbortController()
  const first = pool.use(() => gate.promise)
  const second = pool.use(async () => 'second', controller.signal)
  const third = pool.use(async () => 'third')
  controller.abort(new Error('gone'))
  await expect(second).rejects.toThrow('gone')
  await expect(pool.use(async () => 1, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
  gate.resolve()
  await first
  expect(await third).toBe('third')
})

test('work that throws gives its item back', async () => {
  const pool = new LeasePool([1], { waitingMax: 1 })
  await expect(pool.use(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await pool.use(async (item) => item)).toBe(1)
})

test('draining waits for those under way and those waiting, and refuses new ones', async () => {
  const pool = new LeasePool([1], { waitingMax: 5 })
  const gate = deferred()
  const first = pool.use(() => gate.promise)
  const second = pool.use(async () => 'second')
  let drained = false
  const drain = pool.drain().then(() => {
    drained = true
  })
  await expect(pool.use(async () => 1)).rejects.toBeInstanceOf(PoolClosedError)
  expect(drained).toBe(false)
  gate.resolve()
  await Promise.all([first, second, drain])
  await expect(new LeasePool([1], { waitingMax: 1 }).drain()).resolves.toBeUndefined()
})
