import { decode, decodeFirst } from '@atcute/cbor'

/** Records nest a handful of levels; what is deeper was made to hurt whoever walks it. */
const DEPTH_MAX = 64

const ARRAY = 4
const MAP = 5
const TAG = 6
const SIMPLE = 7

/**
 * Decodes one DAG-CBOR value as the network's data model defines it: links become `{ $link }`, bytes `{ $bytes }`.
 *
 * Before anything is built the outline is read: nesting is limited, and every array and map must be able to fit in
 * the bytes that are left. Without that a message of one megabyte can announce arrays that take gigabytes.
 *
 * @throws {Error} when the bytes are not exactly one canonical value
 * @see https://atproto.com/specs/data-model
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  checkOutline(bytes)
  return decode(bytes)
}

/** The same for the first of several values; `rest` is what follows it. */
export function decodeFirstCbor(bytes: Uint8Array): { readonly value: unknown; readonly rest: Uint8Array } {
  checkOutline(bytes)
  const [value, rest] = decodeFirst(bytes)
  return { value, rest }
}

/** Walks heads only, so it costs a fraction of decoding and allocates nothing that the input can size. */
function checkOutline(bytes: Uint8Array): void {
  /** Items that the open containers still wait for, outermost first. */
  const open: number[] = []
  /** Their sum. Each needs at least one byte. */
  let awaited = 1
  let at = 0
  while (awaited > 0) {
    if (awaited > bytes.length - at) throw new RangeError('announces more than it holds')
    const major = (bytes[at] ?? 0) >> 5
    const { argument, end } = readArgument(bytes, at)
    awaited -= 1
    if (open.length > 0) open[open.length - 1] = (open.at(-1) ?? 0) - 1
    at = major === 2 || major === 3 ? end + argument : end
    const items = itemsIn(major, argument)
    if (items > 0) {
      open.push(items)
      awaited += items
      if (open.length > DEPTH_MAX) throw new RangeError('nested too deep')
    }
    while (open.length > 0 && open.at(-1) === 0) open.pop()
  }
}

function itemsIn(major: number, argument: number): number {
  if (major === ARRAY) return argument
  if (major === MAP) return 2 * argument
  return major === TAG ? 1 : 0
}

/** The number in a head: a length, a count or the value itself. Simple values have none that matters here. */
function readArgument(bytes: Uint8Array, at: number): { argument: number; end: number } {
  const head = bytes[at] ?? 0
  const info = head & 0x1f
  if (info < 24) return { argument: head >> 5 === SIMPLE ? 0 : info, end: at + 1 }
  if (info > 27) throw new RangeError('lengths must be definite')
  const size = 1 << (info - 24)
  let argument = 0
  for (let n = 1; n <= size; n += 1) argument = argument * 256 + (bytes[at + n] ?? 0)
  return { argument: head >> 5 === SIMPLE ? 0 : argument, end: at + 1 + size }
}
