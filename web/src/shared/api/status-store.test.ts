import { expect, test } from 'vitest'
import type { StatusJson } from '../../../../src/contract/status.ts'
import type { FollowRequest } from './follow-events.ts'
import { createLiveStatus } from './status-store.ts'

const status = (rate: number): StatusJson => ({
  version: '0',
  posts: 1,
  size_bytes: 1,
  oldest_at: null,
  newest_at: null,
  posts_per_second: rate,
  sources: [],
  budget: null,
  engine: { provider: 'verity', model: 'embedded', embedded: true },
  retention: { days: 7, size_bytes_max: 1 },
})

function start() {
  const opened: FollowRequest[] = []
  let isVisible = true
  let onVisibility = () => {}
  const store = createLiveStatus(async (request) => void opened.push(request), {
    isVisible: () => isVisible,
    subscribe: (listener) => {
      onVisibility = listener
      return () => {}
    },
  })
  const show = (visible: boolean) => {
    isVisible = visible
    onVisibility()
  }
  const send = (data: unknown) =>
    opened.at(-1)?.onEvent({ event: 'status', id: null, data: JSON.stringify(data) })
  return { store, opened, show, send }
}

test('one connection serves every reader and closes with the last', () => {
  const { store, opened } = start()
  const leaveFirst = store.subscribe(() => {})
  const leaveSecond = store.subscribe(() => {})
  expect(opened).toHaveLength(1)
  leaveFirst()
  expect(opened[0]?.signal.aborted).toBe(false)
  leaveSecond()
  expect(opened[0]?.signal.aborted).toBe(true)
})

test('a hidden page lets its connection go and takes it up again when seen', () => {
  const { store, opened, show } = start()
  store.subscribe(() => {})
  show(false)
  expect(opened[0]?.signal.aborted).toBe(true)
  show(true)
  expect(opened).toHaveLength(2)
})

test('rates are kept for two minutes, and what does not parse changes nothing', () => {
  const { store, send } = start()
  store.subscribe(() => {})
  for (let rate = 0; rate < 70; rate++) send(status(rate))
  const before = store.getSnapshot()
  send({ posts: 'many' })
  expect(store.getSnapshot()).toBe(before)
  expect(before.rates).toHaveLength(60)
  expect(before.rates.at(-1)).toBe(69)
})
