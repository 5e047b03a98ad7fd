import type { Archive } from '../archive/archive.ts'
import { release } from '../lib/release-buffer.ts'
import type { FileBlock } from '../sources/files/file-block.ts'
import type { OpenedInput } from '../sources/files/open-input.ts'
import type { BlockResult } from './analyse-block.ts'
import type { Analysis } from './analysis-pool.ts'
import type { ImportMark } from './import-mark.ts'
import { addCounts, type ImportCounts, type ParkedLine, parkedCounts } from './import-report.ts'

export type InputImport = {
  readonly opened: OpenedInput
  readonly from: ImportMark
  readonly archive: Pick<Archive, 'insertEncoded'>
  readonly analysis: Analysis
  readonly source: string
  readonly clock: () => number
  readonly signal: AbortSignal | undefined
  readonly onParked: ((line: ParkedLine) => void) | undefined
  /** Called after each block is stored, in order. */
  readonly onBlock: (mark: ImportMark) => Promise<void>
}

/** Blocks held beside those in the workers: one being stored and one that waits. Each takes about 20 MB with its rows. */
const BLOCKS_BESIDE = 2

/** Imports one opened file from a mark on. Returns when everything is stored, or when the signal aborts, at a block's end. */
export async function importInput(request: InputImport): Promise<void> {
  const { opened, signal } = request
  const ahead: Promise<Analysed>[] = []
  const aheadMax = request.analysis.size + BLOCKS_BESIDE
  let mark = request.from
  const storeOldest = async () => {
    const analysed = await ahead.shift()
    if (analysed === undefined) return
    mark = await storeBlock(request, analysed, mark)
    await request.onBlock(mark)
  }
  try {
    for await (const block of opened.blocks(mark.position)) {
      if (signal?.aborted) break
      ahead.push(handled(analyse(request, block)))
      if (ahead.length >= aheadMax) await storeOldest()
    }
    while (ahead.length > 0 && !signal?.aborted) await storeOldest()
  } finally {
    await Promise.allSettled(ahead)
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

async function storeBlock(request: InputImport, analysed: Analysed, mark: ImportMark): Promise<ImportMark> {
  const { block, result, endOffset } = analysed
  if (block.kind === 'parked') {
    const { reason, sample } = block
    request.onParked?.({ name: request.opened.name, line: mark.lines + 1, reason, sample })
    return {
      position: endOffset,
      lines: mark.lines + 1,
      counts: addCounts(mark.counts, parkedCounts([reason])),
    }
  }
  if (result === null) return mark
  const { stored, duplicates } = await request.archive.insertEncoded(result.encoded)
  release(result.encoded.body)
  for (const { line, reason, sample } of result.parked) {
    request.onParked?.({ name: request.opened.name, line: mark.lines + line + 1, reason, sample })
  }
  return {
    position: endOffset,
    lines: mark.lines + result.lines,
    counts: addCounts(mark.counts, blockCounts(result, stored.length, duplicates)),
  }
}

function blockCounts(result: BlockResult, stored: number, duplicates: number): ImportCounts {
  const parked = parkedCounts(result.parked.map(({ reason }) => reason))
  return { ...parked, read: stored + duplicates + parked.parked, stored, duplicates }
}
