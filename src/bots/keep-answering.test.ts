import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { AppError } from '../domain/errors.ts'
import { openLedger } from '../ledger/ledger.ts'
import type { BotNetwork } from './bot-network.ts'
import { keepAnswering } from './keep-answering.ts'

const SILENT = { info: () => undefined, warn: () => undefined }

/** Two processes' worth of work over one ledger; each counts how often its network was asked. */
async function world() {
  const stack = new AsyncDisposableStack()
  const timing = new FakeTiming()
  const ledger = stack.use(await openLedger({ kind: 'sqlite', file: ':memory:' }, { clock: timing.now }))
  const account = {
    network: 'mastodon',
    server: 'https://a.example',
    accountId: '1',
    handle: 'v@a.example',
  } as const
  const bot = await ledger.bots.add(account, () => 'sealed')
  const start = (mentionsSince: BotNetwork['mentionsSince']) => {
    const stop = new AbortController()
    const network = { mentionsSince } as BotNetwork
    const deps = { bots: ledger.bots, replies: ledger.botReplies, claims: ledger.claims, locks: ledger.locks }
    const done = keepAnswering(
      { ...deps, timing, log: SILENT, random: () => 0.5, openNetwork: async () => network } as never,
      stop.signal,
    )
    const end = async () => {
      stop.abort()
      await done
    }
    stack.defer(end)
    return end
  }
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      timing.advance(1_000)
      for (let turn = 0; turn < 4; turn++) await setImmediate()
    }
  }
  return { ledger, bot, start, pass, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

it('lets one process of all answer for an account, and the next when that one ends', async () => {
  await using it = await world()
  const asked = [0, 0]
  const count = (at: 0 | 1) => async () => {
    asked[at] = (asked[at] ?? 0) + 1
    return { mentions: [], cursor: '1', unreadable: 0 }
  }
  const end = it.start(count(0))
  await it.pass(5)
  it.start(count(1))
  await it.pass(65)
  expect(asked[0]).toBeGreaterThanOrEqual(3)
  expect(asked[1]).toBe(0)
  await end()
  await it.pass(65)
  expect(asked[1]).toBeGreaterThan(0)
})

it('says what holds an account up, does not sign in again and again, and tries new credentials at once', async () => {
  await using it = await world()
  let tries = 0
  it.start(async () => {
    tries++
    throw new AppError('unauthorized', 'a.example does not let the account in.')
  })
  await it.pass(120)
  expect(tries).toBe(1)
  expect(await it.ledger.bots.get(it.bot.id)).toMatchObject({
    trouble: 'a.example does not let the account in.',
  })
  await it.ledger.bots.update(it.bot.id, { secret: 'sealed anew' })
  await it.pass(10)
  expect(tries).toBe(2)
})

it('asks nothing while an account is paused', async () => {
  await using it = await world()
  await it.ledger.bots.update(it.bot.id, { isPaused: true })
  let tries = 0
  it.start(async () => {
    tries++
    return { mentions: [], cursor: '1', unreadable: 0 }
  })
  await it.pass(60)
  expect(tries).toBe(0)
})
