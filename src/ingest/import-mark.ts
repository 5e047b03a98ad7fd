import { type ImportCounts, NO_COUNTS } from './import-report.ts'

/** Remembers how far imports got. The ledger's `importMarks` is one. */
export type ImportMarkStore = {
  get(key: string): Promise<{ readonly position: number; readonly state: unknown } | null>
  set(key: string, mark: { position: number; state: unknown }): Promise<void>
  clear(key: string): Promise<void>
}

/** How far one file got: everything before `position` is stored, a duplicate or parked, and counted. */
export type ImportMark = {
  /** Bytes into the unpacked file; items of an archive export. */
  readonly position: number
  /** Line breaks before `position`. */
  readonly lines: number
  readonly counts: ImportCounts
}

const START: ImportMark = { position: 0, lines: 0, counts: NO_COUNTS }
/** A mark is written at most this often; after a crash so much is read again, as duplicates. */
const SAVE_EVERY_MS = 1_000

/** Where the import of one input stands, remembered across runs where the input can be read again. */
export class ImportPlace {
  readonly #marks: ImportMarkStore | null
  readonly #key: string
  readonly #clock: () => number
  #mark: ImportMark
  #savedAt: number
  #saved = true

  private constructor(marks: ImportMarkStore | null, key: string, clock: () => number, mark: ImportMark) {
    this.#marks = marks
    this.#key = key
    this.#clock = clock
    this.#mark = mark
    this.#savedAt = clock()
  }

  /** Goes on where an earlier import of the same content stopped, otherwise at the start. */
  static async find(
    marks: ImportMarkStore | null,
    key: string | null,
    clock: () => number,
  ): Promise<ImportPlace> {
    if (marks === null || key === null) return new ImportPlace(null, '', clock, START)
    return new ImportPlace(marks, key, clock, readMark(await marks.get(key)))
  }

  get mark(): ImportMark {
    return this.#mark
  }

  /** Everything before `mark` is stored. */
  async moveTo(mark: ImportMark): Promise<void> {
    this.#mark = mark
    this.#saved = false
    if (Math.abs(this.#clock() - this.#savedAt) >= SAVE_EVERY_MS) await this.save()
  }

  async save(): Promise<void> {
    if (this.#saved) return
    const { position, lines, counts } = this.#mark
    await this.#marks?.set(this.#key, { position, state: { lines, counts } })
    this.#saved = true
    this.#savedAt = this.#clock()
  }

  /** The import is done: the next one of this input starts at the beginning. */
  async forget(): Promise<void> {
    await this.#marks?.clear(this.#key)
  }
}

/** The start of the file where there is no mark, or none that can be used. */
function readMark(mark: Awaited<ReturnType<ImportMarkStore['get']>>): ImportMark {
  if (mark === null || typeof mark.state !== 'object' || mark.state === null) return START
  const { lines, counts } = mark.state as Partial<ImportMark>
  if (typeof lines !== 'number' || typeof counts?.read !== 'number') return START
  return { position: mark.position, lines, counts: { ...NO_COUNTS, ...counts } }
}
