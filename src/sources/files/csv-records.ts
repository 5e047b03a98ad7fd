import type { CsvDelimiter } from './file-block.ts'

/** One CSV record: its fields, or null where its quotes are wrong; `line` counts from 0 within the text. */
export type CsvRecord = {
  readonly fields: readonly string[] | null
  readonly raw: string
  readonly line: number
}

/**
 * Reads CSV (RFC 4180, any line break): fields may be quoted, quotes inside are doubled, a quote inside an unquoted field stands
 * for itself. Empty lines are skipped. Linear in the length of the text.
 */
export function* csvRecords(text: string, delimiter: CsvDelimiter): Generator<CsvRecord> {
  let at = 0
  let line = 0
  while (at < text.length) {
    const record = readRecord(text, at, delimiter)
    const raw = text.slice(at, record.end).replace(/\r?\n$/, '')
    if (raw !== '') yield { fields: record.fields, raw, line }
    line += countLineBreaks(text, at, record.end)
    at = record.end
  }
}

type Read = { readonly fields: string[] | null; readonly end: number }

function readRecord(text: string, start: number, delimiter: CsvDelimiter): Read {
  const fields: string[] = []
  let at = start
  for (;;) {
    const field = text[at] === '"' ? readQuoted(text, at) : readBare(text, at, delimiter)
    at = field.end
    const next = text[at]
    if (field.value === null || !(next === undefined || next === delimiter || isLineEnd(text, at))) {
      return { fields: null, end: lineEndFrom(text, at) }
    }
    fields.push(field.value)
    if (next !== delimiter) return { fields, end: lineEndFrom(text, at) }
    at++
  }
}

function readQuoted(text: string, start: number): { value: string | null; end: number } {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return { value: null, end: text.length }
    value += text.slice(from, quote)
    if (text[quote + 1] !== '"') return { value, end: quote + 1 }
    value += '"'
    from = quote + 2
  }
}

function readBare(text: string, start: number, delimiter: CsvDelimiter): { value: string; end: number } {
  let end = start
  while (end < text.length && text[end] !== delimiter && !isLineEnd(text, end)) end++
  return { value: text.slice(start, end), end }
}

function isLineEnd(text: string, at: number): boolean {
  return (
    text[at] === '\n' ||
    (text[at] === '\r' && text[at + 1] === '\n') ||
    (text[at] === '\r' && at + 1 === text.length)
  )
}

function lineEndFrom(text: string, at: number): number {
  const lineEnd = text.indexOf('\n', at)
  return lineEnd < 0 ? text.length : lineEnd + 1
}

function countLineBreaks(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count++
  return count
}
