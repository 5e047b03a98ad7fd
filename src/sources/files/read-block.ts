import { type Outcome, park } from '../../domain/outcome.ts'
import type { Post } from '../../domain/post.ts'
import { type PostContext, parsePostRow, parsePostText } from '../../domain/post-json.ts'
import { parseItemLine } from './archive-item.ts'
import { csvRecords } from './csv-records.ts'
import { type FileFormat, type LineParkReason, SAMPLE_CHARS_MAX } from './file-block.ts'

export type RecordsBlock = { readonly bytes: Uint8Array; readonly onePerLine: boolean }

/** A line that is not a post; `line` counts from 0 within its block. */
export type ParkedRecord = { readonly line: number; readonly reason: LineParkReason; readonly sample: string }

export type BlockReport = {
  readonly parked: readonly ParkedRecord[]
  /** Line breaks in the block, to number the lines of the next one. */
  readonly lines: number
}

/** Reads the posts of a block, in order. Empty lines are nothing: neither read nor parked. */
export function readBlock(
  block: RecordsBlock,
  format: FileFormat,
  context: PostContext,
  onPost: (post: Post) => void,
): BlockReport {
  const parked: ParkedRecord[] = []
  const add: Add = (line, raw, outcome) => {
    if (outcome.kind === 'keep') onPost(outcome.value)
    else parked.push({ line, reason: outcome.reason, sample: raw.slice(0, SAMPLE_CHARS_MAX).toWellFormed() })
  }
  const text = decode(block.bytes)
  const lines =
    text === null
      ? eachDamagedLine(block.bytes, format, context, add)
      : eachRecord(text, block.onePerLine, format, context, add)
  return { parked, lines }
}

type Add = (line: number, raw: string, outcome: Outcome<Post, LineParkReason>) => void

const UTF8 = new TextDecoder('utf-8', { fatal: true })
const LOOSE_UTF8 = new TextDecoder('utf-8')

function decode(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes)
  } catch {
    return null
  }
}

function eachRecord(
  text: string,
  onePerLine: boolean,
  format: FileFormat,
  context: PostContext,
  add: Add,
): number {
  if (format.kind === 'ndjson')
    return eachLine(text, (line, raw) => add(line, raw, parsePostText(raw, context)))
  if (format.kind === 'items')
    return eachLine(text, (line, raw) => {
      const { sample, outcome } = parseItemLine(raw, context)
      add(line, sample, outcome)
    })
  if (onePerLine) {
    return eachLine(text, (line, raw) => {
      for (const record of csvRecords(raw, format.delimiter))
        add(line, raw, parseFields(record.fields, format, context))
    })
  }
  for (const { fields, raw, line } of csvRecords(text, format.delimiter))
    add(line, raw, parseFields(fields, format, context))
  return eachLine(text, () => {})
}

/** Some byte of the block is not UTF-8: the lines around it are still good. */
function eachDamagedLine(bytes: Uint8Array, format: FileFormat, context: PostContext, add: Add): number {
  let line = 0
  for (let from = 0; from < bytes.length; line++) {
    const found = bytes.indexOf(10, from)
    const to = found < 0 ? bytes.length : found
    const raw = bytes.subarray(from, to)
    const text = decode(raw)
    if (text === null)
      add(line, LOOSE_UTF8.decode(raw.subarray(0, SAMPLE_CHARS_MAX)), park('not_text', 'not UTF-8'))
    else eachRecord(text, true, format, context, (_, sample, outcome) => add(line, sample, outcome))
    from = to + 1
  }
  return line
}

/** Calls `use` for each line that is not blank; returns how many line breaks there are. */
function eachLine(text: string, use: (line: number, raw: string) => void): number {
  let line = 0
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from)
    const to = found < 0 ? text.length : found
    const raw = text.slice(from, to)
    if (raw.trim() !== '') use(line, raw)
    if (found >= 0) line++
    from = to + 1
  }
  return line
}

function parseFields(
  fields: readonly string[] | null,
  format: Extract<FileFormat, { kind: 'csv' }>,
  context: PostContext,
): Outcome<Post, LineParkReason> {
  if (fields === null) return park('wrong_csv', 'a quote is not closed')
  if (fields.length !== format.columns.length) return park('wrong_csv', `${fields.length} fields`)
  return parsePostRow(
    Object.fromEntries(format.columns.map((name, index) => [name, fields[index] ?? ''])),
    context,
  )
}
