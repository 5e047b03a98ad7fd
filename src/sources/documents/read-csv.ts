import { tidyText } from '../feeds/html-text.ts'
import { csvRecords } from '../files/csv-records.ts'
import type { CsvDelimiter } from '../files/file-block.ts'
import { DOCUMENT_LENGTH_MAX, type DocumentReading, makeDocument, unreadable } from './read-document.ts'

const ROWS_MAX = 100_000
const COLUMNS_MAX = 200
const FIELD_LENGTH_MAX = 20_000
const DELIMITERS: readonly CsvDelimiter[] = [',', ';', '\t']

/**
 * A table as text, a line for each row: `column: value; column: value`, so that a row read alone still says what its values are.
 * The first row gives the columns. Never throws.
 */
export function readCsv(text: string): DocumentReading {
  const lines: string[] = []
  let columns: readonly string[] | null = null
  let length = 0
  for (const { fields: read, raw } of csvRecords(text, delimiterOf(text))) {
    // A row with a stray quote is kept as it is written.
    const fields = read ?? [raw]
    if (fields.length > COLUMNS_MAX || lines.length >= ROWS_MAX) return unreadable('too_long')
    if (columns === null) {
      columns = fields.map(clean)
      continue
    }
    const line = rowLine(columns, fields)
    if (line === '') continue
    lines.push(line)
    length += line.length + 1
    if (length > DOCUMENT_LENGTH_MAX) return unreadable('too_long')
  }
  // A single row has no columns to name its values: it is a line of text.
  if (lines.length === 0) return makeDocument({ kind: 'csv', text: (columns ?? []).join('; ') })
  return makeDocument({ kind: 'csv', text: lines.join('\n') })
}

function rowLine(columns: readonly string[], fields: readonly string[]): string {
  return fields
    .map((field, index) => ({ column: columns[index] ?? '', value: clean(field) }))
    .filter(({ value }) => value !== '')
    .map(({ column, value }) => (column === '' ? value : `${column}: ${value}`))
    .join('; ')
}

function clean(field: string): string {
  return tidyText(field, FIELD_LENGTH_MAX).replace(/\s+/g, ' ')
}

/** The one that stands most often in the first line: European spreadsheets write semicolons. */
function delimiterOf(text: string): CsvDelimiter {
  const [first = ''] = text.slice(0, FIELD_LENGTH_MAX).split('\n', 1)
  const count = (delimiter: string) => first.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
