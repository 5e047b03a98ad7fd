import { setImmediate } from 'node:timers/promises'
import { type ArchiveItem, formatItemLine } from './archive-item.ts'
import { BLOCK_BYTES, type FileBlock } from './file-block.ts'

/** The event loop gets a turn after so many items: reading an archive must not hold up a server. */
const ITEMS_A_TURN = 200

/**
 * Packs the items of an archive into blocks, a line each. Offsets count items: an archive is read from its start
 * again, and what was dealt with before is left out.
 *
 * @param offset items to leave out
 */
export async function* itemBlocks(
  items: AsyncIterable<ArchiveItem>,
  offset: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<FileBlock> {
  let lines: string[] = []
  let chars = 0
  let seen = 0
  for await (const item of items) {
    if (signal?.aborted) return
    seen++
    if (seen % ITEMS_A_TURN === 0) await setImmediate()
    if (seen <= offset) continue
    const line = formatItemLine(item)
    lines.push(line)
    chars += line.length
    if (chars < BLOCK_BYTES) continue
    yield blockOf(lines, seen)
    lines = []
    chars = 0
  }
  if (lines.length > 0 && !signal?.aborted) yield blockOf(lines, seen)
}

function blockOf(lines: readonly string[], endOffset: number): FileBlock {
  const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`)
  return { kind: 'records', bytes, onePerLine: true, endOffset }
}
