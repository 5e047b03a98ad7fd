import { describe, expect, it } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { until } from '../../test/support/until.ts'
import type { Answer, AnswerEvent } from '../domain/answer.ts'
import { AppError } from '../domain/errors.ts'
import type { Run } from '../ledger/run.ts'
import type { RunEnd, Runs } from '../ledger/runs.ts'
import { AnswerRuns, type NumberedRunEvent } from './answer-runs.ts'

const KEY = { ownerId: 'owner', runId: 'run' }
const STEP = { type: 'step', step: 'search', count: null } as const

describe('a run', () => {
  it('gives its events to every reader, also to one who comes late or comes back', async () => {
    const { runs, ledger } = setUp()
    runs.start(KEY, answering(STEP, done('yes')))
    expect(types(await follow(runs, 0))).toEqual(['step', 'done'])
    await until(() => ledger.end !== null)
    expect((await follow(runs, 1)).map(({ seq }) => seq)).toEqual([2])
  })

  it('tells a reader who names an event that never was how it ended', async () => {
    const { runs } = setUp()
    const { promise, resolve } = Promise.withResolvers<void>()
    runs.start(KEY, async function* () {
      await promise
      yield done('yes')
    })
    const reading = follow(runs, 99)
    resolve()
    expect(types(await reading)).toEqual(['done'])
  })

  it("is nobody else's", async () => {
    const { runs } = setUp()
    runs.start(KEY, answering(done('yes')))
    await expect(follow(runs, 0, { ...KEY, ownerId: 'somebody' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('ends with what went wrong, and nothing inner of it', async () => {
    const { runs, ledger } = setUp()
    runs.start(KEY, async function* () {
      yield STEP
      throw new Error('secret detail')
    })
    const last = (await follow(runs, 0)).at(-1)?.event
    expect(last).toMatchObject({ type: 'failed', code: 'internal' })
    expect(JSON.stringify(last)).not.toContain('secret')
    await until(() => ledger.end?.state === 'failed')
  })

  it('that ends without a result fails', async () => {
    const { runs } = setUp()
    runs.start(KEY, answering(STEP))
    expect(types(await follow(runs, 0))).toEqual(['step', 'failed'])
  })

  it.each(['here', 'by another process'])('is stopped %s and says so', async (where) => {
    const { runs, ledger } = setUp()
    runs.start(KEY, waitForever)
    await until(() => ledger.kept.length > 0)
    if (where === 'here') await runs.stop(KEY)
    else ledger.stopRequested = true
    expect((await follow(runs, 0)).at(-1)?.event).toMatchObject({ type: 'failed', code: 'cancelled' })
    await until(() => ledger.end?.state === 'stopped')
  })

  it('is not stopped by somebody else', async () => {
    const { runs, ledger } = setUp()
    runs.start(KEY, waitForever)
    await until(() => ledger.kept.length > 0)
    await runs.stop({ ...KEY, ownerId: 'somebody' })
    expect(ledger.end).toBeNull()
    await runs.close()
    expect(ledger.end).toMatchObject({ state: 'stopped' })
  })

  it('lets its reader leave at once and goes on', async () => {
    const { runs, ledger } = setUp()
    runs.start(KEY, waitForever)
    const leave = new AbortController()
    const reading = follow(runs, 50, KEY, leave.signal)
    leave.abort()
    expect(await reading).toEqual([])
    expect(ledger.end).toBeNull()
    await runs.close()
  })
})

describe('when the ledger fails in the middle of a run', () => {
  it('its reader still gets the end', async () => {
    const { runs, ledger } = setUp()
    const { promise, resolve } = Promise.withResolvers<void>()
    runs.start(KEY, async function* () {
      yield STEP
      await promise
      yield done('yes')
    })
    const reading = follow(runs, 0)
    await until(() => ledger.kept.length === 1)
    ledger.isBroken = true
    resolve()
    expect(types(await reading)).toEqual(['step', 'done'])
  })

  it('and only its last event is refused, the run ends all the same', async () => {
    const { runs, ledger } = setUp()
    ledger.refusesEvent = 'done'
    runs.start(KEY, answering(STEP, done('far too long')))
    expect(types(await follow(runs, 0))).toEqual(['step', 'done'])
    await until(() => ledger.end !== null)
    expect(ledger.end?.state).toBe('done')
    expect(types(await follow(runs, 1))).toEqual(['done'])
  })
})

describe('a run of another process', () => {
  it('is followed through the ledger until it ends', async () => {
    const { runs, ledger, timing } = setUp()
    ledger.kept.push(STEP)
    let hasEnded = false
    const reading = follow(runs, 0).finally(() => {
      hasEnded = true
    })
    await new Promise(setImmediate)
    ledger.end = { state: 'failed', error: { code: 'internal', message: 'It ended.' } }
    await until(async () => {
      timing.advance(300)
      await new Promise(setImmediate)
      return hasEnded
    })
    expect(types(await reading)).toEqual(['step', 'failed'])
  })
})

it('refuses more answers at once than a process may hold', async () => {
  const { runs } = setUp()
  for (let n = 0; n < 200; n += 1) runs.start({ ...KEY, runId: `run-${n}` }, waitForever)
  expect(() => runs.assertRoom()).toThrow(AppError)
  await runs.close()
  expect(() => runs.assertRoom()).not.toThrow()
})

it('counts every run once', async () => {
  const states: string[] = []
  const runs = new AnswerRuns(new FakeRuns() as unknown as Runs, new FakeTiming(), ({ state }) =>
    states.push(state),
  )
  runs.start(KEY, answering(done('yes')))
  await follow(runs, 0)
  await until(() => states.length > 0)
  expect(states).toEqual(['done'])
})

function setUp() {
  const ledger = new FakeRuns()
  const timing = new FakeTiming()
  return { ledger, timing, runs: new AnswerRuns(ledger as unknown as Runs, timing) }
}

/** The ledger's runs with one run in it, which can be made to fail. */
class FakeRuns {
  readonly kept: AnswerEvent[] = []
  end: RunEnd | null = null
  stopRequested = false
  isBroken = false
  refusesEvent: string | null = null

  readonly get = async (ownerId: string): Promise<Run | null> => {
    this.#check()
    if (ownerId !== KEY.ownerId) return null
    const { state = 'running', answer = null, error = null } = this.end ?? {}
    return { id: KEY.runId, state, answer, error } as Run
  }

  readonly append = async (_: string, __: string, events: readonly AnswerEvent[]) => {
    this.#check()
    if (events.some(({ type }) => type === this.refusesEvent)) throw new AppError('over_limit', 'too large')
    this.kept.push(...events)
    return { lastSeq: this.kept.length, stopRequested: this.stopRequested }
  }

  readonly events = async (_: string, __: string, after: number) => {
    this.#check()
    return this.kept.slice(after).map((event, at) => ({ seq: after + at + 1, event }))
  }

  readonly finish = async (_: string, __: string, end: RunEnd) => {
    this.#check()
    this.end ??= end
    return true
  }

  readonly requestStop = async (ownerId: string) => ownerId === KEY.ownerId

  #check(): void {
    if (this.isBroken) throw new AppError('store_failed', 'The ledger is gone.')
  }
}

async function* waitForever(signal: AbortSignal): AsyncGenerator<AnswerEvent> {
  while (!signal.aborted) {
    yield STEP
    await new Promise(setImmediate)
  }
}

function answering(...events: readonly AnswerEvent[]) {
  return async function* () {
    yield* events
  }
}

function done(text: string): AnswerEvent {
  return { type: 'done', answer: { text, model: { embedded: true } } as Answer }
}

function types(events: readonly NumberedRunEvent[]): string[] {
  return events.map(({ event }) => event.type)
}

async function follow(runs: AnswerRuns, after: number, key = KEY, signal = new AbortController().signal) {
  const events: NumberedRunEvent[] = []
  for await (const event of runs.follow(key, after, signal)) events.push(event)
  return events
}
