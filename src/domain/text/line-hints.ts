import { FIELD, type PlainPostLine } from '../plain-post-line.ts'

/** What the source lists beside the text of a line. */
export type ListedHints = {
  readonly urls: readonly string[]
  readonly hashtags: readonly string[]
  readonly mentions: readonly string[]
}

const LISTS = [
  { field: FIELD.urls, sign: 0 },
  { field: FIELD.hashtags, sign: 35 },
  { field: FIELD.mentions, sign: 64 },
] as const

/** All that the line lists. */
export function lineHints(line: PlainPostLine): ListedHints {
  return hints(line, () => true)
}

/**
 * What the line lists and its text does not show, as far as bytes can tell; null where it shows everything, as most do.
 * Only for a text that `ScannedText.readUtf8` took.
 */
export function unseenHints(line: PlainPostLine): ListedHints | null {
  for (const { field, sign } of LISTS)
    for (let item = line.firstItems[field] as number; item < (line.lastItems[field] as number); item++)
      if (!isSeen(line, item, sign)) return hints(line, (other, itsSign) => !isSeen(line, other, itsSign))
  return null
}

function hints(line: PlainPostLine, isWanted: (item: number, sign: number) => boolean): ListedHints {
  const [urls = [], hashtags = [], mentions = []] = LISTS.map(({ field, sign }) => {
    const found: string[] = []
    for (let item = line.firstItems[field] as number; item < (line.lastItems[field] as number); item++)
      if (isWanted(item, sign))
        found.push(line.bytes.toString('utf8', line.itemStarts[item], line.itemEnds[item]))
    return found
  })
  return { urls, hashtags, mentions }
}

/** Behind its sign, if it has one, the item stands in the text, and cleaning the text leaves it there. */
function isSeen(
  { bytes, itemStarts, itemEnds, starts, ends }: PlainPostLine,
  item: number,
  sign: number,
): boolean {
  const from = itemStarts[item] as number
  const length = (itemEnds[item] as number) - from
  if (length === 0 || bytes[from] === sign || !isKept(bytes, from, length)) return false
  const first = sign === 0 ? bytes[from] : sign
  const skipped = sign === 0 ? 0 : 1
  const last = (ends[FIELD.text] as number) - length - skipped
  for (let at = starts[FIELD.text] as number; at <= last; at++)
    if (bytes[at] === first && isSame(bytes, at + skipped, from, length)) return true
  return false
}

function isKept(bytes: Uint8Array, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) {
    const byte = bytes[at] as number
    if (byte >= 0x7f || byte === 38 || byte === 96) return false
  }
  return true
}

function isSame(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let at = 0; at < length; at++) if (bytes[one + at] !== bytes[other + at]) return false
  return true
}
