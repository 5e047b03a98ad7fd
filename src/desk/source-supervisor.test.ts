import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { ScriptedSource } from '../../test/support/scripted-source.ts'
import { until } from '../../test/support/until.ts'
import { AppError } from '../domain/errors.ts'
import { makePost } from '../domain/post.ts'
import type { PostWriter } from '../ingest/post-writer.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import type { LineState } from '../sources/source.ts'
import { PostHub } from './post-hub.ts'
import { SourceSupervisor, type SupervisorDependencies } from './source-supervisor.ts'

let dir: string
let ledger: Ledger
let timing: FakeTiming
let opened: ScriptedSource[]
let lines: string[]
let running: SourceSupervisor[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-supervisor-'))
  timing = new FakeTiming()
  ledger = await openLedger(
    { kind: 'sqlite', file: join(dir, 'ledger.sqlite') },
    { clock: timing.now, leaseClock: timing.now },
  )
  opened = []
  lines = []
  running = []
})

afterEach(async () => {
  for (const supervisor of running) await supervisor.stop()
  await ledger.close()
  await rm(dir, { recursive: true })
})

const writeAll: PostWriter['write'] = async (posts) => ({
  stored: posts.map(({ id }) => id),
  duplicates: 0,
  dropped: {},
  parked: {},
})

function supervise(overrides: Partial<SupervisorDependencies> = {}): SourceSupervisor {
  const supervisor = new SourceSupervisor({
    archive: { query: async () => [], deletePosts: async () => 0 },
    writer: { write: writeAll },
    hub: new PostHub(),
    timing,
    random: () => 0.999_999,
    log: { info: (_fields, message) => lines.push(message), warn: (_fields, message) => lines.push(message) },
    sources: ledger.sources,
    cursors: ledger.cursors,
    locks: ledger.locks,
    kinds: [
      {
        kind: 'scripted',
        title: 'Scripted',
        byDefault: true,
        open: () => {
          const source = new ScriptedSource()
          opened.push(source)
          return source
        },
      },
    ],
    live: true,
    ...overrides,
  })
  running.push(supervisor)
  return supervisor
}

function batch(id: string, cursor: string) {
  return { posts: [makePost({ id, author: 'a', text: 'rain', source: 'scripted' })], cursor }
}

test('the default source runs on the first start and shows what it does', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  opened[0]?.push({ ...batch('1', '42'), lastEventAt: 5 })
  await until(() => supervisor.list()[0]?.stored === 1)
  expect(supervisor.list()).toEqual([
    {
      id: 'scripted',
      kind: 'scripted',
      title: 'Scripted',
      state: 'connected',
      enabled: true,
      postsPerSecond: 0.1,
      lastEventAt: 5,
      lastError: null,
      stored: 1,
      dropped: {},
      parked: {},
      parkedSamples: [],
      cursor: '42',
    },
  ])
})

test('pausing stops it and saves the cursor, resuming goes on from there', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  opened[0]?.push(batch('1', '42'))
  await until(() => supervisor.list()[0]?.cursor === '42')
  expect(await supervisor.setEnabled('scripted', false)).toMatchObject({
    state: 'paused',
    postsPerSecond: null,
  })
  expect(opened[0]?.runs[0]?.signal.aborted).toBe(true)
  expect(await ledger.cursors.get('scripted')).toBe('42')
  await supervisor.setEnabled('scripted', true)
  await until(() => opened[1]?.runs.length === 1)
  expect(opened[1]?.runs[0]?.cursor).toBe('42')
})

test('a removed source stays away after a restart and can be connected again', async () => {
  const first = supervise()
  await first.start()
  await first.remove('scripted')
  expect(first.list()).toEqual([])
  await expect(first.remove('scripted')).rejects.toThrow(AppError)
  await first.stop()

  const second = supervise()
  await second.start()
  expect(second.list()).toEqual([])
  expect(await second.add('scripted')).toMatchObject({ id: 'scripted', enabled: true })
  await until(() => opened.at(-1)?.runs.length === 1)
  expect(opened.at(-1)?.runs[0]?.cursor).toBeNull()
})

test('connecting what is connected already resumes it', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await supervisor.setEnabled('scripted', false)
  expect(await supervisor.add('scripted')).toMatchObject({ enabled: true })
  expect(supervisor.list()).toHaveLength(1)
})

test('an unknown kind and an unknown id are refused', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await expect(supervisor.add('carrier-pigeon')).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(supervisor.setEnabled('nope', true)).rejects.toMatchObject({ code: 'not_found' })
})

test('a source that this version does not know is shown as failed and the others run', async () => {
  await ledger.sources.add({ id: 'future', kind: 'telepathy', title: 'Telepathy' })
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  const states = new Map(supervisor.list().map(({ id, state }) => [id, state]))
  expect(states.get('future')).toBe('failed')
})

test('what another process changes in the ledger is seen within seconds', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  await ledger.sources.setEnabled('scripted', false)
  timing.advance(5_000)
  await until(() => supervisor.list()[0]?.state === 'paused')
  expect(opened[0]?.runs[0]?.signal.aborted).toBe(true)
})

test('of two processes one runs the source, and the other takes over', async () => {
  const first = supervise()
  await first.start()
  await until(() => opened[0]?.runs.length === 1)
  const second = supervise()
  await second.start()
  await until(() => opened.length === 2)
  timing.advance(5_000)
  await new Promise(setImmediate)
  expect(opened[1]?.runs).toEqual([])
  await first.stop()
  await until(async () => {
    timing.advance(1_000)
    await new Promise(setImmediate)
    return opened[1]?.runs.length === 1
  })
})

test('when the archive fails it says so once, and goes on by itself from the saved cursor', async () => {
  let isBroken = true
  const write: PostWriter['write'] = async (posts) => {
    if (isBroken) throw new AppError('store_failed', 'The disk is full.')
    return writeAll(posts)
  }
  const supervisor = supervise({ writer: { write } })
  await ledger.cursors.set('scripted', '41')
  await supervisor.start()
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await until(() => opened[0]?.runs.length === attempt)
    opened[0]?.push(batch('1', '42'))
    await until(() => supervisor.list()[0]?.state === 'failed')
    expect(supervisor.list()[0]).toMatchObject({ lastError: 'The disk is full.', stored: 0 })
    if (attempt === 3) isBroken = false
    timing.advance(2 ** (attempt - 1) * 1_000)
    await until(() => opened[0]?.runs.length === attempt + 1)
  }
  expect(opened[0]?.runs.map((run) => run.cursor)).toEqual(['41', '41', '41', '41'])
  opened[0]?.push(batch('1', '42'))
  await until(() => supervisor.list()[0]?.stored === 1)
  expect(supervisor.list()[0]).toMatchObject({ state: 'connected', lastError: null })
  expect(lines.filter((line) => line.includes('disk is full'))).toHaveLength(1)
})

test('a network that is away for long is logged once', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  const say = (line: LineState) => opened[0]?.runs[0]?.onLine(line)
  const away: LineState = {
    kind: 'unreachable',
    endpoint: 'e',
    error: 'host could not be reached (ENOTFOUND)',
    retryAt: 0,
  }
  for (let attempt = 0; attempt < 50; attempt += 1) say(away)
  expect(supervisor.list()[0]).toMatchObject({ state: 'unreachable', lastError: away.error })
  expect(lines.filter((line) => line.includes('unreachable'))).toHaveLength(1)
})

test('where live sources are off they are listed as paused and none runs', async () => {
  const supervisor = supervise({ live: false })
  await supervisor.start()
  expect(supervisor.list()).toMatchObject([{ state: 'paused', enabled: true }])
  expect(opened).toEqual([])
})
