import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Archive } from '../archive/archive.ts'
import { AppError, toAppError } from '../domain/errors.ts'
import type { Post } from '../domain/post.ts'
import { formatPostLine } from '../domain/post-json.ts'
import {
  type ImportInput,
  type ImportProgress,
  type ImportReport,
  importFiles,
} from '../ingest/import-files.ts'
import type { Job, JobEnd, JobKind, Jobs as JobStore } from '../ledger/jobs.ts'
import type { Log } from '../lib/log.ts'
import type { Timing } from '../lib/timing.ts'
import type { BackfillReport, BackfillRequest } from './run-backfill.ts'

export type JobsDependencies = {
  readonly archive: Archive
  readonly store: JobStore
  readonly log: Log
  readonly timing: Timing
  readonly newId: () => string
  /** Uploads wait here until they are imported. */
  readonly uploadDir: string
  /** Reads older posts of a source; see `runBackfill`. */
  readonly backfill: (request: BackfillJob, run: BackfillRun) => Promise<BackfillReport>
  /** Posts of the simulated network, in time order. */
  readonly simulate: (request: { seed: number; posts: number }) => Iterable<Post>
}

/** What a person asks for; `source` is the id of a live source. */
export type BackfillJob = Pick<BackfillRequest, 'what' | 'target' | 'postsMax' | 'from' | 'anew'> & {
  readonly source: string
}
export type BackfillRun = Pick<BackfillRequest, 'signal' | 'onProgress'>

/** A larger file is imported by the command line, which reads it where it lies. */
const UPLOAD_BYTES_MAX = 2_000_000_000
const REPORT_EVERY_MS = 500
const TITLE_LENGTH_MAX = 120
const RUNNING_MAX = 2

type Perform = (job: Job, stop: AbortController) => Promise<JobEnd>
type Work = { readonly stop: AbortController; readonly done: Promise<void> }

/** Long work that a person starts in the web app: imports of uploaded files, the simulated network, older posts of a source. */
export class Jobs implements AsyncDisposable {
  readonly #deps: JobsDependencies
  readonly #running = new Map<string, Work>()
  #arriving = 0

  constructor(deps: JobsDependencies) {
    this.#deps = deps
  }

  /**
   * Takes an upload whole, then imports it.
   *
   * @returns the job, once the upload has arrived
   * @throws {AppError} over_limit when the file is too large or too much is going on, store_failed when the disk is full
   */
  async importUpload(request: { ownerId: string; name: string; stream: Readable }): Promise<Job> {
    // A sender who goes away before anybody reads must not end the process.
    request.stream.on('error', () => {})
    try {
      this.#assertRoom()
    } catch (refusal) {
      request.stream.destroy()
      throw refusal
    }
    const title = basename(request.name)
    const file = join(
      this.#deps.uploadDir,
      `${this.#deps.newId()}-${title.replace(/[^\w.-]/g, '_').slice(-80)}`,
    )
    this.#arriving += 1
    await this.#receive(request.stream, file).finally(() => {
      this.#arriving -= 1
    })
    const input: ImportInput = { kind: 'path', path: file, name: title }
    return await this.#start(
      { kind: 'import', title, ownerId: request.ownerId },
      this.#importing(input, null),
      () => rm(file, { force: true }),
    )
  }

  /** Fills the archive with the simulated network. */
  async simulate({ ownerId, seed, posts }: { ownerId: string; seed: number; posts: number }): Promise<Job> {
    this.#assertRoom()
    const stream = Readable.from(postLines(this.#deps.simulate({ seed, posts })))
    const input: ImportInput = { kind: 'stream', name: `simulated network ${seed}`, stream }
    return await this.#start({ kind: 'simulate', title: input.name, ownerId }, this.#importing(input, posts))
  }

  /** Reads older posts of a source. */
  async backfill({ ownerId, ...request }: BackfillJob & { ownerId: string }): Promise<Job> {
    this.#assertRoom()
    const title = `${request.what} ${request.target}`.slice(0, TITLE_LENGTH_MAX)
    const perform: Perform = async (job, stop) => {
      const startedAt = this.#deps.timing.now()
      const secondsSince = () => (this.#deps.timing.now() - startedAt) / 1_000
      const report = await this.#deps.backfill(request, {
        signal: stop.signal,
        onProgress: (so) => {
          const progress01 = Math.min(1, so.read / request.postsMax)
          this.#progress(job, stop, { progress01, report: backfillCounts(so, secondsSince()) })
        },
      })
      const state = report.end === 'stopped' ? 'stopped' : 'done'
      return { state, report: backfillCounts(report, secondsSince()) }
    }
    return await this.#start({ kind: 'backfill', title, ownerId }, perform)
  }

  /** Removes uploads that a killed process left behind. Call it before the first import, where no other process uses the folder. */
  async removeLeftovers(): Promise<void> {
    const { uploadDir, log } = this.#deps
    try {
      for (const name of await readdir(uploadDir)) await rm(join(uploadDir, name), { force: true })
    } catch (err) {
      if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return
      log.warn({ err }, 'Old uploads could not be removed; they only take space.')
    }
  }

  /** Stops a job wherever it runs; what it stored stays. */
  async stop(id: string): Promise<void> {
    await this.#deps.store.requestStop(id)
    this.#running.get(id)?.stop.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort()
    await Promise.all([...this.#running.values()].map(({ done }) => done))
  }

  #assertRoom(): void {
    if (this.#running.size + this.#arriving < RUNNING_MAX) return
    throw new AppError(
      'over_limit',
      `${RUNNING_MAX} imports or requests for older posts are running already. Wait for one to end, or stop it.`,
    )
  }

  async #receive(stream: Readable, file: string): Promise<void> {
    try {
      await mkdir(this.#deps.uploadDir, { recursive: true, mode: 0o700 })
      await pipeline(stream, atMost(UPLOAD_BYTES_MAX), createWriteStream(file, { mode: 0o600 }))
    } catch (cause) {
      await rm(file, { force: true })
      if (cause instanceof AppError) throw cause
      throw new AppError(
        'store_failed',
        'The file did not arrive whole; nothing of it was imported. Check the free space of the data directory and send it again.',
        { cause },
      )
    }
  }

  async #start(
    request: { kind: JobKind; title: string; ownerId: string },
    perform: Perform,
    cleanUp: () => Promise<void> = async () => {},
  ): Promise<Job> {
    const { kind, title, ownerId } = request
    const job = await this.#deps.store.start({ kind, title, ownerId }).catch(async (thrown: unknown) => {
      await cleanUp()
      throw thrown
    })
    const stop = new AbortController()
    const done = this.#work(job, perform, stop).finally(async () => {
      this.#running.delete(job.id)
      await cleanUp().catch((err) =>
        this.#deps.log.warn({ err }, 'An upload could not be removed; it only takes space.'),
      )
    })
    this.#running.set(job.id, { stop, done })
    return job
  }

  async #work(job: Job, perform: Perform, stop: AbortController): Promise<void> {
    const { store, log } = this.#deps
    try {
      await store.finish(job.id, await perform(job, stop))
    } catch (thrown) {
      const { code, message, cause } = toAppError(thrown)
      if (code === 'cancelled') {
        await store.finish(job.id, { state: 'stopped' }).catch(() => {})
        return
      }
      log.warn({ err: cause ?? thrown }, `A job failed (${job.kind}): ${message}`)
      await store.finish(job.id, { state: 'failed', error: { code, message } }).catch(() => {})
    }
  }

  /** @param postsTotal how many posts there are, where that is known */
  #importing(input: ImportInput, postsTotal: number | null): Perform {
    const { archive, timing } = this.#deps
    return async (job, stop) => {
      let reportedAt = timing.now()
      const startedAt = reportedAt
      const onProgress = (progress: ImportProgress) => {
        if (timing.now() - reportedAt < REPORT_EVERY_MS) return
        reportedAt = timing.now()
        const report = { ...progress.counts, seconds: (reportedAt - startedAt) / 1_000 }
        this.#progress(job, stop, { progress01: progressOf(progress, postsTotal), report })
      }
      const { signal } = stop
      return endOf(await importFiles({ inputs: [input], archive, clock: timing.now, signal, onProgress }))
    }
  }

  #progress(job: Job, stop: AbortController, progress: { progress01: number | null; report: object }): void {
    const { store, log } = this.#deps
    store.progress(job.id, progress).then(
      ({ stopRequested }) => stopRequested && stop.abort(),
      (err) => log.warn({ err }, 'How far a job is could not be written down; it goes on.'),
    )
  }
}

/** The counts of an import, so that screens need no other: what was left out counts as parked, with its reason. */
function backfillCounts({ read, stored, duplicates, dropped, parked }: BackfillReport, seconds: number) {
  const reasons = { ...dropped, ...parked }
  const left = Object.values(reasons).reduce((sum, count) => sum + count, 0)
  return { read, stored, duplicates, parked: left, reasons, seconds }
}

function endOf(report: ImportReport) {
  const { read, stored, duplicates, parked, reasons, seconds } = report
  const counts = { read, stored, duplicates, parked, reasons, seconds }
  const [failure] = report.failed
  if (failure !== undefined)
    return {
      state: 'failed',
      report: counts,
      error: { code: failure.code, message: failure.message },
    } as const
  if (report.unusable) {
    const message =
      'Nothing in this file could be read as posts. Verity reads the archives of X, Mastodon and Bluesky, JSON lines and CSV; the reasons are counted.'
    return { state: 'failed', report: counts, error: { code: 'invalid_input', message } } as const
  }
  return { state: report.stopped ? 'stopped' : 'done', report: counts } as const
}

function progressOf(
  { counts, bytesRead, bytesTotal }: ImportProgress,
  postsTotal: number | null,
): number | null {
  if (postsTotal !== null) return Math.min(1, counts.read / postsTotal)
  return bytesTotal === null || bytesTotal === 0 ? null : Math.min(1, bytesRead / bytesTotal)
}

function* postLines(posts: Iterable<Post>): Generator<Buffer> {
  for (const post of posts) yield Buffer.from(`${JSON.stringify(formatPostLine(post))}\n`)
}

function atMost(bytesMax: number): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _, next) {
      bytes += chunk.length
      if (bytes > bytesMax)
        next(
          new AppError(
            'over_limit',
            `The file is larger than ${bytesMax / 1e9} GB: import it with the command line, npm run verity -- import FILE.`,
          ),
        )
      else next(null, chunk)
    },
  })
}
