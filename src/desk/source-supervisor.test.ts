import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { quietArchive } from '../../test/support/quiet-archive.ts'
import { ScriptedSource } from '../../test/support/scripted-source.ts'
import { defaultKind, registerIn, TEST_ENVIRONMENT } from '../../test/support/test-kind.ts'
import { until } from '../../test/support/until.ts'
import { AppError } from '../domain/errors.ts'
import { makePost } from '../domain/post.ts'
import type { PostWriter } from '../ingest/post-writer.ts'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import type { LineState } from '../sources/source.ts'
import { PostHub } from './post-hub.ts'
import { sourceKind } from './source-kind.ts'
import { SourceSupervisor, type SupervisorDependencies } from './source-supervisor.ts'

let dir: string
let ledger: Ledger
let timing: FakeTiming
let opened: ScriptedSource[]
let lines: string[]
/** What was logged beside the sentences. */
let logged: object[]
let running: SourceSupervisor[]
/** Ledgers of other processes. */
let others: Ledger[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-supervisor-'))
  timing = new FakeTiming()
  ledger = await openLedger(
    { kind: 'sqlite', file: join(dir, 'ledger.sqlite') },
    { clock: timing.now, leaseClock: timing.now },
  )
  opened = []
  lines = []
  logged = []
  running = []
  others = []
})

afterEach(async () => {
  for (const supervisor of running) await supervisor.stop()
  for (const other of others) await other.close()
  await ledger.close()
  await rm(dir, { recursive: true })
})

const writeAll: PostWriter['write'] = async (posts) => ({
  stored: posts.map(({ id }) => id),
  duplicates: 0,
  dropped: {},
  parked: {},
})

function note(fields: object, message: string): void {
  logged.push(fields)
  lines.push(message)
}

function open(): ScriptedSource {
  const source = new ScriptedSource()
  opened.push(source)
  return source
}

/** What the last source of this kind was opened with. */
let openedWith: unknown

const TAGGED = sourceKind({
  kind: 'tagged',
  title: 'Tagged',
  byDefault: false,
  options: z.strictObject({ tag: z.string(), token: z.string().optional(), batch: z.int().default(10) }),
  secrets: ['token'],
  streamOptions: ['tag'],
  mainOptions: ['tag'],
  namesAreHandles: true,
  titleOf: ({ tag }) => `Tagged · #${tag}`,
  open: (options) => {
    openedWith = options
    return open()
  },
})

function supervise(overrides: Partial<SupervisorDependencies> = {}): SourceSupervisor {
  const supervisor = new SourceSupervisor({
    archive: quietArchive(),
    honour: async () => {},
    writer: { write: writeAll },
    hub: new PostHub(),
    timing,
    random: () => 0.999_999,
    log: {
      info: (fields, message) => note(fields, message),
      warn: (fields, message) => note(fields, message),
    },
    cursors: ledger.cursors,
    locks: ledger.locks,
    reports: ledger.sourceReports,
    register: registerIn(ledger, [defaultKind('scripted', 'Scripted', open), TAGGED]),
    environment: { ...TEST_ENVIRONMENT, timing },
    live: true,
    ...overrides,
  })
  running.push(supervisor)
  return supervisor
}

function storesOf({ locks, sourceReports, cursors }: Ledger) {
  return { locks, reports: sourceReports, cursors }
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
  expect(supervisor.list()).toMatchObject([
    {
      id: 'scripted',
      kind: 'scripted',
      title: 'Scripted',
      state: 'connected',
      enabled: true,
      postsPerSecond: 0.1,
      lastEventAt: 5,
      lastReceivedAt: timing.now(),
      lastError: null,
      stored: 1,
      dropped: {},
      parked: {},
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
  expect(await supervisor.change('scripted', { enabled: false })).toMatchObject({
    state: 'paused',
    postsPerSecond: null,
  })
  expect(opened[0]?.runs[0]?.signal.aborted).toBe(true)
  expect(await ledger.cursors.get('scripted')).toBe('42')
  await supervisor.change('scripted', { enabled: true })
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
  expect(await second.add({ kind: 'scripted' })).toMatchObject({
    source: { id: 'scripted', enabled: true },
    isNew: true,
  })
  await until(() => opened.at(-1)?.runs.length === 1)
  expect(opened.at(-1)?.runs[0]?.cursor).toBeNull()
})

test('connecting what is connected already resumes it', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await supervisor.change('scripted', { enabled: false })
  expect(await supervisor.add({ kind: 'scripted' })).toMatchObject({
    source: { enabled: true },
    isNew: false,
  })
  expect(supervisor.list()).toHaveLength(1)
})

test('an unknown kind and an unknown id are refused', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await expect(supervisor.add({ kind: 'carrier-pigeon' })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(supervisor.change('nope', { enabled: true })).rejects.toMatchObject({ code: 'not_found' })
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

test.each([0, 1_700, 3_200])(
  'a source whose process dies is taken over within 15 s (seen %i ms later)',
  async (phaseMs) => {
    // The holder's time stands still, so it never renews its lease again; its host is another one, so nobody can look.
    const openFor = (host: string) =>
      openLedger(
        { kind: 'sqlite', file: join(dir, 'ledger.sqlite') },
        { clock: timing.now, leaseClock: timing.now, worker: { id: host, host, pid: 1 } },
      )
    const of = { holder: await openFor('dead'), heir: await openFor('alive') }
    others.push(of.holder, of.heir)
    await supervise({ ...storesOf(of.holder), timing: new FakeTiming() }).start()
    await until(() => opened[0]?.runs.length === 1)
    opened[0]?.push(batch('1', '42'))
    await ledger.cursors.set('scripted', '42')
    const diedAt = timing.now()
    timing.advance(phaseMs)
    await supervise(storesOf(of.heir)).start()
    await until(async () => {
      timing.advance(100)
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate)
      return opened[1]?.runs.length === 1
    })
    expect(timing.now() - diedAt).toBeLessThanOrEqual(15_000)
    expect(timing.now() - diedAt).toBeGreaterThanOrEqual(10_000)
    expect(opened[1]?.runs[0]?.cursor).toBe('42')
  },
)

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
  expect(supervisor.list()[0]).toMatchObject({
    state: 'connected',
    lastError: null,
    errors: [{ message: 'The disk is full.', count: 3 }],
  })
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

test('where live sources are off they are listed as waiting and none runs', async () => {
  const supervisor = supervise({ live: false })
  await supervisor.start()
  expect(supervisor.list()).toMatchObject([{ state: 'waiting', enabled: true, postsPerSecond: null }])
  expect(opened).toEqual([])
})

test('a filter is changed while the source runs: it holds at once, and nothing is started again', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  opened[0]?.push(batch('1', '42'))
  await until(() => supervisor.list()[0]?.stored === 1)
  await supervisor.change('scripted', { filter: { keywordsAny: ['snow'] } })
  opened[0]?.push(batch('2', '43'))
  await until(() => supervisor.list()[0]?.dropped['keyword'] === 1)
  expect(supervisor.list()[0]).toMatchObject({ stored: 1, cursor: '43' })
  expect(opened[0]?.runs).toHaveLength(1)
})

test('a filter that another process changed holds within seconds', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  const elsewhere = registerIn(ledger, [])
  await elsewhere.change('scripted', { filter: { accountsDeny: ['a'] } })
  timing.advance(2_000)
  await until(() => supervisor.list()[0]?.filter.accountsDeny.length === 1)
  opened[0]?.push(batch('1', '42'))
  await until(() => supervisor.list()[0]?.dropped['account'] === 1)
})

test('several sources of one kind run side by side, each with its own cursor', async () => {
  const supervisor = supervise()
  await supervisor.start()
  const added = await supervisor.add({ kind: 'tagged', options: { tag: 'Climat été' } })
  await supervisor.add({ kind: 'tagged', options: { tag: 'climat-ete' } })
  expect(added).toMatchObject({
    isNew: true,
    source: { id: 'tagged-climat-ete', title: 'Tagged · #Climat été' },
  })
  expect(supervisor.list().map(({ id }) => id)).toEqual([
    'scripted',
    'tagged-climat-ete',
    'tagged-climat-ete-2',
  ])
  await until(() => opened.length === 3 && opened.every((source) => source.runs.length === 1))
})

test('an option that names what is read starts the source anew without its old cursor; another one keeps it', async () => {
  const supervisor = supervise()
  await supervisor.start()
  await supervisor.add({ kind: 'tagged', options: { tag: 'rain' } })
  await until(() => opened[1]?.runs.length === 1)
  opened[1]?.push(batch('1', '42'))
  await until(() => supervisor.list()[1]?.cursor === '42')
  await supervisor.change('tagged-rain', { options: { batch: 20 } })
  await until(() => opened[2]?.runs.length === 1)
  expect(opened[2]?.runs[0]?.cursor).toBe('42')
  expect(supervisor.list()[1]).toMatchObject({ stored: 1 })
  await supervisor.change('tagged-rain', { options: { tag: 'snow' } })
  await until(() => opened[3]?.runs.length === 1)
  expect(opened[3]?.runs[0]?.cursor).toBeNull()
  expect(supervisor.list()[1]).toMatchObject({ id: 'tagged-rain', title: 'Tagged · #snow', stored: 0 })
})

test('a token reaches the source and nobody else: not the ledger, the list, an error or the log', async () => {
  const token = 'sekret/token+1'
  const supervisor = supervise()
  await supervisor.start()
  await supervisor.add({ kind: 'tagged', options: { tag: 'rain', token } })
  await until(() => opened[1]?.runs.length === 1)
  expect(openedWith).toMatchObject({ token })
  opened[1]?.runs[0]?.onLine({
    kind: 'unreachable',
    endpoint: `wss://x/?access_token=${encodeURIComponent(token)}`,
    error: `403 for ${token}`,
    retryAt: 0,
  })
  opened[1]?.push({ parkedSamples: [{ reason: 'r', raw: `{"t":"${token}"}`, at: 0 }] })
  await until(() => supervisor.list()[1]?.parkedSamples.length === 1)
  timing.advance(2_000)
  await until(async () => (await ledger.sourceReports.list()).size === 2)
  const everything = JSON.stringify([
    supervisor.list(),
    await ledger.sources.list(),
    [...(await ledger.sourceReports.list())],
    lines,
    logged,
  ])
  expect(everything).not.toContain('sekret')
  expect(supervisor.list()[1]).toMatchObject({ secretsSet: ['token'], lastError: '403 for •••' })
})

test('a token that can no longer be read fails its source, which says so, and a new one sets it going', async () => {
  await ledger.sources.add({
    ...{ id: 'tagged-rain', kind: 'tagged', title: 'Tagged', config: { tag: 'rain' } },
    secrets: { token: 'v1.otherkey.aaaa.bbbb' },
  })
  const supervisor = supervise()
  await supervisor.start()
  const status = () => supervisor.list().find(({ id }) => id === 'tagged-rain')
  expect(status()).toMatchObject({
    state: 'failed',
    lastError: expect.stringContaining('Set the token again'),
  })
  await supervisor.change('tagged-rain', { options: { token: 'fresh' } })
  await until(() => status()?.state === 'connected')
  expect(openedWith).toMatchObject({ token: 'fresh' })
})

test('resuming a source that failed tries again at once', async () => {
  let isBroken = true
  const write: PostWriter['write'] = async (posts) => {
    if (isBroken) throw new AppError('store_failed', 'The disk is full.')
    return writeAll(posts)
  }
  const supervisor = supervise({ writer: { write } })
  await supervisor.start()
  await until(() => opened[0]?.runs.length === 1)
  opened[0]?.push(batch('1', '42'))
  await until(() => supervisor.list()[0]?.state === 'failed')
  isBroken = false
  await supervisor.change('scripted', { enabled: true })
  await until(() => opened[1]?.runs.length === 1)
})

test('a process that does not run a source shows what the one that does says, and its totals after a restart', async () => {
  const runner = supervise()
  await runner.start()
  await until(() => opened[0]?.runs.length === 1)
  opened[0]?.push({ ...batch('1', '42'), lastEventAt: 5 })
  await until(() => runner.list()[0]?.stored === 1)
  const elsewhere = await openLedger(
    { kind: 'sqlite', file: join(dir, 'ledger.sqlite') },
    {
      clock: timing.now,
      leaseClock: timing.now,
      worker: { id: 'other', host: 'elsewhere', pid: 1 },
    },
  )
  const watcher = supervise(storesOf(elsewhere))
  await watcher.start()
  timing.advance(2_000)
  await until(() => watcher.list()[0]?.stored === 1)
  expect(watcher.list()[0]).toMatchObject({ state: 'connected', stored: 1, cursor: '42', lastEventAt: 5 })
  await watcher.stop()
  await elsewhere.close()
  await runner.stop()

  const next = supervise()
  await next.start()
  await until(() => next.list()[0]?.state === 'connected')
  expect(next.list()[0]).toMatchObject({ stored: 1, cursor: '42' })
})
