import type { LineParkReason } from '../sources/files/file-block.ts'

/** What happened to the lines of an import so far: `read` = `stored` + `duplicates` + `parked`. */
export type ImportCounts = {
  readonly read: number
  /** New in the archive. */
  readonly stored: number
  readonly duplicates: number
  readonly parked: number
  /** How many lines were parked, by reason; sums to `parked`. */
  readonly reasons: Readonly<Record<string, number>>
}

export type ImportProgress = {
  readonly counts: ImportCounts
  /** The input being read, from 0, and its name. */
  readonly input: number
  readonly inputs: number
  readonly name: string
  /** Bytes of all inputs read so far, packed as they are. */
  readonly bytesRead: number
  /** Null when the size of an input is not known (a stream). */
  readonly bytesTotal: number | null
}

/** A line that was not stored, with its number in its file from 1 (in the unpacked text). */
export type ParkedLine = {
  readonly name: string
  readonly line: number
  readonly reason: LineParkReason
  /** Its beginning. */
  readonly sample: string
}

export type FailedInput = { readonly name: string; readonly code: string; readonly message: string }

export type ImportReport = ImportCounts & {
  readonly seconds: number
  /** True when the signal stopped it: the same import goes on from here next time. */
  readonly stopped: boolean
  /** Inputs that could not be opened or are not what they say. */
  readonly failed: readonly FailedInput[]
  /** True when there was something to read and nothing of it could be: unusable input. */
  readonly unusable: boolean
}

export const NO_COUNTS: ImportCounts = { read: 0, stored: 0, duplicates: 0, parked: 0, reasons: {} }

export function addCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  const reasons: Record<string, number> = { ...a.reasons }
  for (const [reason, count] of Object.entries(b.reasons)) reasons[reason] = (reasons[reason] ?? 0) + count
  return {
    read: a.read + b.read,
    stored: a.stored + b.stored,
    duplicates: a.duplicates + b.duplicates,
    parked: a.parked + b.parked,
    reasons,
  }
}

/** Counts of lines that were parked. */
export function parkedCounts(reasons: readonly LineParkReason[]): ImportCounts {
  const byReason: Record<string, number> = {}
  for (const reason of reasons) byReason[reason] = (byReason[reason] ?? 0) + 1
  return { ...NO_COUNTS, read: reasons.length, parked: reasons.length, reasons: byReason }
}
