import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeTiming } from '../../test/support/fake-timing.ts'
import { until } from '../../test/support/until.ts'
import type { Archive } from '../archive/archive.ts'
import { AppError } from '../domain/errors.ts'
import type { Job, JobEnd, Jobs as JobStore } from '../ledger/jobs.ts'
import { Jobs, type JobsDependencies } from './jobs.ts'
import type { BackfillReport } from './run-backfill.ts'

const LINES = [
  '{"id":"p:1","author":"a","text":"One post"}',
  '{"id":"p:2","author":"b","text":"Another post"}',
]
let folder: string
let uploadDir: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-jobs-'))
  uploadDir = join(folder, 'uploads')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('an upload', () => {
  it('is imported and leaves no file behind', async () => {
    const { jobs, store } = setUp()
    const job = await jobs.importUpload(upload(LINES.join('\n')))
    expect(job).toMatchObject({ kind: 'import', title: 'posts.ndjson' })
    await until(() => store.ends.length > 0 && readdirSync(uploadDir).length === 0)
    expect(store.ends[0]).toMatchObject({ state: 'done', report: { read: 2, stored: 2 } })
  })

  it('cannot name a place outside its folder', async () => {
    const { jobs, store } = setUp()
    await jobs.importUpload({ ...upload(LINES.join('\n')), name: '../../escaped/..\\evil.ndjson' })
    await until(() => store.ends.length > 0)
    expect(readdirSync(folder)).toEqual(['uploads'])
  })

  it('that breaks off half-way is not imported and leaves no file behind', async () => {
    const { jobs, store } = setUp()
    const stream = new PassThrough()
    const running = jobs.importUpload({ ...upload(''), stream })
    stream.write(LINES[0])
    await until(() => existsSync(uploadDir) && readdirSync(uploadDir).length === 1)
    stream.destroy(new Error('the sender went away'))
    await expect(running).rejects.toMatchObject({ code: 'store_failed' })
    expect(readdirSync(uploadDir)).toEqual([])
    expect(store.started).toBe(0)
  })

  it('leaves no file behind when the ledger refuses the job', async () => {
    const { jobs, store } = setUp()
    store.isBroken = true
    await expect(jobs.importUpload(upload(LINES.join('\n')))).rejects.toMatchObject({ code: 'store_failed' })
    expect(readdirSync(uploadDir)).toEqual([])
  })

  it('fails with its reason when nothing in it is a post', async () => {
    const { jobs, store } = setUp()
    await jobs.importUpload(upload('nonsense\nmore of it'))
    await until(() => store.ends.length > 0)
    expect(store.ends[0]).toMatchObject({ state: 'failed', error: { code: 'invalid_input' } })
  })

  it('is called by its own name when it is refused, not by where it waited', async () => {
    const { jobs, store } = setUp()
    await jobs.importUpload({ ...upload('name,mood\na,b'), name: 'people.csv' })
    await until(() => store.ends.length > 0)
    expect(store.ends[0]).toMatchObject({
      error: { message: expect.stringMatching(/^people\.csv has no header/) },
    })
  })

  it('fails with its reason when the archive cannot store', async () => {
    const { jobs, store } = setUp({
      insertEncoded: async () => {
        throw new AppError('store_failed', 'The disk that holds the archive is full.')
      },
    })
    await jobs.importUpload(upload(LINES.join('\n')))
    await until(() => store.ends.length > 0 && readdirSync(uploadDir).length === 0)
    expect(store.ends[0]).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('full') },
    })
  })
})

describe('too much at once', () => {
  it('is refused while as many uploads arrive as may run', async () => {
    const { jobs } = setUp()
    const streams = [new PassThrough(), new PassThrough()]
    const running = streams.map((stream) => jobs.importUpload({ ...upload(''), stream }).catch(() => null))
    await expect(jobs.importUpload(upload(LINES.join('\n')))).rejects.toMatchObject({ code: 'over_limit' })
    for (const stream of streams) stream.destroy()
    await Promise.all(running)
    await expect(jobs.importUpload(upload(LINES.join('\n')))).resolves.toMatchObject({ state: 'running' })
    await jobs[Symbol.asyncDispose]()
  })

  it('survives a refused sender who goes away', async () => {
    const { jobs } = setUp()
    const streams = [new PassThrough(), new PassThrough()]
    const running = streams.map((stream) => jobs.importUpload({ ...upload(''), stream }).catch(() => null))
    const refused = new PassThrough()
    await jobs.importUpload({ ...upload(''), stream: refused }).catch(() => null)
    expect(refused.destroyed).toBe(true)
    refused.emit('error', new Error('reset'))
    for (const stream of streams) stream.destroy()
    await Promise.all(running)
  })
})

it('files that a killed process left are removed, and a missing folder is fine', async () => {
  const { jobs } = setUp()
  await jobs.removeLeftovers()
  mkdirSync(uploadDir)
  writeFileSync(join(uploadDir, 'old-upload.ndjson'), 'half a li')
  await jobs.removeLeftovers()
  expect(readdirSync(uploadDir)).toEqual([])
})

it('stopping the server stops its jobs, and what they stored stays', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { jobs, store } = setUp({
    insertEncoded: async (batches: readonly Batch[]) => {
      await promise
      return await storeAll(batches)
    },
  })
  await jobs.importUpload(upload(LINES.join('\n')))
  const stopping = jobs[Symbol.asyncDispose]()
  resolve()
  await stopping
  expect(store.ends[0]?.state).toBe('stopped')
})

const READ: BackfillReport = {
  ...{ read: 4, stored: 2, duplicates: 1, oldestAt: null, end: 'limit' },
  ...{ dropped: { language: 1 }, parked: {} },
}

describe('a request for older posts', () => {
  const request = { ownerId: 'owner', source: 's', what: 'profile', target: 'alice.example', postsMax: 8 }

  it('is a job that says how far it is and what it left out', async () => {
    const asked: unknown[] = []
    const { jobs, store } = setUp(undefined, async (given, { onProgress }) => {
      asked.push(given)
      onProgress?.({ ...READ, read: 2 })
      return READ
    })
    expect(await jobs.backfill(request)).toMatchObject({ kind: 'backfill', title: 'profile alice.example' })
    await until(() => store.ends.length > 0)
    expect(asked).toMatchObject([{ source: 's', what: 'profile', target: 'alice.example', postsMax: 8 }])
    expect(store.told[0]).toMatchObject({ progress01: 0.25 })
    const report = { read: 4, stored: 2, duplicates: 1, parked: 1, reasons: { language: 1 } }
    expect(store.ends[0]).toMatchObject({ state: 'done', report })
  })

  it('stops when it is asked to, and fails in the words of the network', async () => {
    const { jobs, store } = setUp(undefined, async (_, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      return { ...READ, end: 'stopped' }
    })
    const job = await jobs.backfill(request)
    await jobs.stop(job.id)
    await until(() => store.ends.length > 0)
    expect(store.ends[0]).toMatchObject({ state: 'stopped', report: { stored: 2 } })

    const refused = setUp(undefined, async () => {
      throw new AppError('not_found', 'The view does not have it.')
    })
    await refused.jobs.backfill(request)
    await until(() => refused.store.ends.length > 0)
    expect(refused.store.ends[0]).toMatchObject({ state: 'failed', error: { code: 'not_found' } })
  })
})

function setUp(
  archive: object = { insertEncoded: storeAll },
  backfill: JobsDependencies['backfill'] = async () => READ,
) {
  const store = new FakeStore()
  let ids = 0
  const jobs = new Jobs({
    archive: archive as Archive,
    store: store as unknown as JobStore,
    log: { info: () => {}, warn: () => {} },
    timing: new FakeTiming(),
    newId: () => `id-${ids++}`,
    uploadDir,
    simulate: () => [],
    backfill,
  })
  return { jobs, store }
}

type Batch = { readonly ids: readonly string[] }

async function storeAll(batches: readonly Batch[]) {
  return { stored: batches.flatMap(({ ids }) => ids), duplicates: 0 }
}

class FakeStore {
  readonly ends: JobEnd[] = []
  started = 0
  isBroken = false

  readonly start = async ({ kind, title }: Pick<Job, 'kind' | 'title'>) => {
    if (this.isBroken) throw new AppError('store_failed', 'The ledger is gone.')
    this.started += 1
    return { id: `job-${this.started}`, kind, title, state: 'running' }
  }
  readonly told: unknown[] = []
  readonly progress = async (_: string, progress: unknown) => {
    this.told.push(progress)
    return { stopRequested: false }
  }
  readonly requestStop = async () => true
  readonly finish = async (_: string, end: JobEnd) => {
    this.ends.push(end)
  }
}

function upload(text: string) {
  return { ownerId: 'owner', name: 'posts.ndjson', stream: Readable.from([Buffer.from(text)]) }
}
