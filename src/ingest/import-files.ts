import type { Archive } from '../archive/archive.ts'
import { AppError } from '../domain/errors.ts'
import type { RefusedInput } from '../sources/files/file-block.ts'
import {
  type ImportInput,
  identifyInput,
  inputName,
  type OpenedInput,
  openInput,
} from '../sources/files/open-input.ts'
import { type Analysis, AnalysisPool, inlineAnalysis } from './analysis-pool.ts'
import { importInput } from './import-input.ts'
import { type ImportMarkStore, ImportPlace } from './import-mark.ts'
import {
  addCounts,
  type FailedInput,
  type ImportCounts,
  type ImportProgress,
  type ImportReport,
  NO_COUNTS,
  type ParkedLine,
  parkedCounts,
} from './import-report.ts'

export type { ImportInput } from '../sources/files/open-input.ts'
export type { ImportProgress, ImportReport, ParkedLine } from './import-report.ts'

export type ImportRequest = {
  readonly inputs: readonly ImportInput[]
  readonly archive: Pick<Archive, 'insertEncoded' | 'beginLoad'>
  /** `source` of posts whose line names none; `file` by default. */
  readonly source?: string
  /** Where to remember how far each file got; without it an interrupted import starts over (and finds duplicates). */
  readonly marks?: ImportMarkStore
  /** Where analysis runs; by default own workers, or this thread for small files. */
  readonly analysis?: Analysis
  readonly clock?: () => number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
  /** Called for every line that is parked; a failure in it fails the import. */
  readonly onParked?: (line: ParkedLine) => void
}

/** Files up to this size, all together, are analysed on this thread. */
const INLINE_BYTES_MAX = 65_536

/**
 * Imports files of posts into the archive: NDJSON or CSV, plain or gzip, and the archive exports of networks (see
 * `openInput`), files or streams, one after the other.
 *
 * Nothing is lost without a count: a line is stored, a duplicate (its id is in the archive), or parked with a
 * reason. An input that cannot be read at all is reported in `failed` and the others go on. An interrupted import
 * of the same file (same path, size and time of change) goes on after the last line that was stored, and its counts
 * cover the whole file; a finished one is read again, and everything in it is a duplicate.
 *
 * @throws {AppError} store_failed when the archive cannot store; what was stored before stays
 */
export async function importFiles(request: ImportRequest): Promise<ImportReport> {
  const { clock = Date.now, signal } = request
  const startedAt = clock()
  const facts = await Promise.all(request.inputs.map(inputFacts))
  await using own = request.analysis === undefined && !areSmall(facts) ? new AnalysisPool() : null
  await using _load = areSmall(facts) ? null : await request.archive.beginLoad()
  const run: Run = { ...request, clock, analysis: request.analysis ?? own ?? inlineAnalysis }
  let total = NO_COUNTS
  let bytesBefore = 0
  const failed: FailedInput[] = []
  for (const [index, input] of request.inputs.entries()) {
    if (signal?.aborted) break
    const { key, sizeBytes } = facts[index] ?? UNKNOWN_FACTS
    const report = (counts: ImportCounts, bytesRead: number) =>
      run.onProgress?.({
        counts: addCounts(total, counts),
        input: index,
        inputs: request.inputs.length,
        name: inputName(input),
        bytesRead: bytesBefore + bytesRead,
        bytesTotal: totalSize(facts),
      })
    const done = await importOne(run, input, key, report)
    if (done.failure !== null) failed.push(done.failure)
    total = addCounts(total, done.counts)
    bytesBefore += sizeBytes ?? 0
  }
  return {
    ...total,
    seconds: (clock() - startedAt) / 1_000,
    stopped: signal?.aborted ?? false,
    failed,
    unusable: isUnusable(total, failed, request.inputs.length),
  }
}

type Run = ImportRequest & { readonly clock: () => number; readonly analysis: Analysis }
type InputFacts = { readonly key: string | null; readonly sizeBytes: number | null }
const UNKNOWN_FACTS: InputFacts = { key: null, sizeBytes: null }

type OneDone = { readonly counts: ImportCounts; readonly failure: FailedInput | null }
type Report = (counts: ImportCounts, bytesRead: number) => void

async function importOne(run: Run, input: ImportInput, key: string | null, report: Report): Promise<OneDone> {
  const name = inputName(input)
  const place = await ImportPlace.find(run.marks ?? null, key, run.clock)
  try {
    const opened = await openInput(input, run.signal)
    if (opened.kind === 'refused') {
      // An archive that is stopped while it is looked through seems to be cut off.
      return run.signal?.aborted ? { counts: place.mark.counts, failure: null } : refused(run, name, opened)
    }
    await importOpened(run, opened, place, report)
    return { counts: place.mark.counts, failure: null }
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'invalid_input' && error.code !== 'not_found'))
      throw error
    return { counts: place.mark.counts, failure: { name, code: error.code, message: error.message } }
  }
}

async function importOpened(
  run: Run,
  opened: OpenedInput,
  place: ImportPlace,
  report: Report,
): Promise<void> {
  try {
    await importInput({
      opened,
      from: place.mark,
      archive: run.archive,
      analysis: run.analysis,
      source: run.source ?? 'file',
      clock: run.clock,
      signal: run.signal,
      onParked: run.onParked,
      onBlock: async (mark) => {
        await place.moveTo(mark)
        report(mark.counts, opened.bytesRead())
      },
    })
  } catch (error) {
    await place.save()
    throw error
  } finally {
    await opened.close()
  }
  if (run.signal?.aborted) await place.save()
  else await place.forget()
}

/** The input exists but is not what it says: it counts as one parked line and as a failed input. */
function refused(run: Run, name: string, { reason, sample, message }: RefusedInput): OneDone {
  run.onParked?.({ name, line: 1, reason, sample })
  return { counts: parkedCounts([reason]), failure: { name, code: 'invalid_input', message } }
}

async function inputFacts(input: ImportInput): Promise<InputFacts> {
  return (await identifyInput(input)) ?? UNKNOWN_FACTS
}

function areSmall(facts: readonly InputFacts[]): boolean {
  const size = totalSize(facts)
  return size !== null && size <= INLINE_BYTES_MAX
}

function totalSize(facts: readonly InputFacts[]): number | null {
  return facts.reduce<number | null>(
    (sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes),
    0,
  )
}

/** What was understood and left out on purpose is no sign of an input that cannot be used. */
function isUnusable(total: ImportCounts, failed: readonly FailedInput[], inputs: number): boolean {
  const leftOut = (total.reasons['private'] ?? 0) + (total.reasons['deleted'] ?? 0)
  const isAllParked = total.read > 0 && total.parked === total.read && leftOut === 0
  return isAllParked || (inputs > 0 && failed.length === inputs)
}
