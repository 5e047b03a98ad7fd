import type { Archive, InsertReport } from '../archive/archive.ts'
import { release } from '../lib/release-buffer.ts'
import type { FileBlock, LineParkReason } from '../sources/files/file-block.ts'
import type { OpenedInput } from '../sources/files/open-input.ts'
import type { BlockResult } from './analyse-block.ts'
import type { Analysis } from './analysis-pool.ts'
import type { ImportMark } from './import-mark.ts'
import { addCounts, type ParkedLine, parkedCounts } from './import-report.ts'

export type InputImport = {
  readonly opened: OpenedInput
  readonly from: ImportMark
  readonly archive: Pick<Archive, 'insertEncoded'>
  readonly analysis: Analysis
  readonly source: string
  readonly clock: () => number
  readonly signal: AbortSignal | undefined
  readonly onParked: ((line: ParkedLine) => void) | undefined
  /** Called after what is before the mark is stored, in order. */
  readonly onBlock: (mark: ImportMark) => Promise<void>
}

/** Blocks that are read before one waits for the workers. Each takes 1 MB, and about three times as much with its rows. */
const BLOCKS_WAITING = 2
/** So many posts are stored together where there are as many: larger parts cost less, but memory while they are written. */
const STORED_TOGETHER_MIN = 18_000
/** … but none waits longer than this for others. */
const WAIT_MS = 1_000

/** Imports one opened file from a mark on. Returns when everything is stored, or when the signal aborts, at a block's end. */
export async function importInput(request: InputImport): Promise<void> {
  const { opened, signal } = request
  const ahead: Promise<Analysed>[] = []
  const aheadMax = request.analysis.size + BLOCKS_WAITING
  const store = new StoredTogether(request)
  const takeOldest = async () => {
    const analysed = await ahead.shift()
    if (analysed !== undefined) await store.add(analysed)
  }
  try {
    for await (const block of opened.blocks(request.from.position)) {
      if (signal?.aborted) break
      ahead.push(handled(analyse(request, block)))
      if (ahead.length >= aheadMax) await takeOldest()
    }
    while (ahead.length > 0 && !signal?.aborted) await takeOldest()
    await store.finish()
  } finally {
    await Promise.allSettled([...ahead, store.settled()])
  }
}

/** Stores analysed blocks in order, several at once, while the next ones are analysed. Holds at most two such groups. */
class StoredTogether {
  readonly #request: InputImport
  #mark: ImportMark
  #group: Analysed[] = []
  #posts = 0
  #oldestAt = 0
  #storing: Promise<void> = Promise.resolve()

  constructor(request: InputImport) {
    this.#request = request
    this.#mark = request.from
  }

  /** Resolves when there is room for more. */
  async add(analysed: Analysed): Promise<void> {
    const { clock } = this.#request
    if (this.#group.length === 0) this.#oldestAt = clock()
    this.#group.push(analysed)
    this.#posts += analysed.result?.encoded.ids.length ?? 0
    if (this.#posts >= STORED_TOGETHER_MIN || Math.abs(clock() - this.#oldestAt) >= WAIT_MS)
      await this.#store()
  }

  async finish(): Promise<void> {
    await this.#store()
    await this.#storing
  }

  /** Never rejects: `add` and `finish` say what failed. */
  async settled(): Promise<void> {
    await this.#storing.catch(() => {})
  }

  /** Waits for the group before, then stores this one without waiting for it. */
  async #store(): Promise<void> {
    await this.#storing
    const group = this.#group
    this.#group = []
    this.#posts = 0
    if (group.length > 0) this.#storing = handled(this.#storeGroup(group))
  }

  async #storeGroup(group: readonly Analysed[]): Promise<void> {
    const results = group.flatMap(({ result }) => result ?? [])
    const report = await this.#request.archive.insertEncoded(results.map(({ encoded }) => encoded))
    for (const { encoded } of results) release(encoded.block)
    this.#mark = markAfter(this.#request, group, this.#mark, report)
    await this.#request.onBlock(this.#mark)
  }
}

type Analysed = { readonly block: FileBlock; readonly endOffset: number; readonly result: BlockResult | null }

async function analyse(
  { analysis, opened, source, clock }: InputImport,
  block: FileBlock,
): Promise<Analysed> {
  const { endOffset } = block
  if (block.kind === 'parked') return { block, endOffset, result: null }
  const { bytes, onePerLine } = block
  const result = await analysis.block({
    bytes,
    onePerLine,
    format: opened.format,
    source,
    receivedAt: clock(),
  })
  return { block, endOffset, result }
}

/** A failure is met when the block's turn comes, not as an unhandled rejection before. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** What the lines of a group came to. */
function markAfter(
  { opened, onParked }: InputImport,
  group: readonly Analysed[],
  from: ImportMark,
  { stored, duplicates }: InsertReport,
): ImportMark {
  const { name } = opened
  let { position, lines } = from
  const reasons: LineParkReason[] = []
  for (const { block, result, endOffset } of group) {
    const parked = block.kind === 'parked' ? [{ ...block, line: 0 }] : (result?.parked ?? [])
    for (const { line, reason, sample } of parked) {
      onParked?.({ name, line: lines + line + 1, reason, sample })
      reasons.push(reason)
    }
    lines += block.kind === 'parked' ? 1 : (result?.lines ?? 0)
    position = endOffset
  }
  const parked = parkedCounts(reasons)
  const read = stored.length + duplicates + parked.parked
  return {
    position,
    lines,
    counts: addCounts(from.counts, { ...parked, read, stored: stored.length, duplicates }),
  }
}
