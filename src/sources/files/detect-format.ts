import { csvRecords } from './csv-records.ts'
import type { CsvDelimiter, FileFormat } from './file-block.ts'

const DELIMITERS: readonly CsvDelimiter[] = [',', '\t', ';']
const REQUIRED_COLUMNS = ['id', 'author', 'text']

/** How much of a file is looked at to tell its format. */
export const FORMAT_HEAD_BYTES = 65_536

export type DetectedFormat =
  | { readonly kind: 'format'; readonly format: FileFormat; readonly headerBytes: number }
  | { readonly kind: 'no_columns'; readonly found: string }

/**
 * Tells NDJSON from CSV by the first line: a header with the required columns is CSV. A file named `.csv` or `.tsv`
 * without that header is refused; anything else is read as NDJSON, line by line.
 */
export function detectFormat(name: string, head: Uint8Array): DetectedFormat {
  const lineEnd = head.indexOf(10)
  const headerBytes = lineEnd < 0 ? head.length : lineEnd + 1
  const firstLine = new TextDecoder().decode(head.subarray(0, headerBytes)).trim()
  const csv = firstLine.startsWith('{') ? null : csvHeader(firstLine)
  if (csv !== null) return { kind: 'format', format: csv, headerBytes }
  const namedCsv = /\.[ct]sv(?:\.gz)?$/i.test(name)
  if (namedCsv && firstLine !== '') return { kind: 'no_columns', found: firstLine.slice(0, 200) }
  return { kind: 'format', format: { kind: 'ndjson' }, headerBytes: 0 }
}

function csvHeader(line: string): FileFormat | null {
  for (const delimiter of DELIMITERS) {
    const fields = csvRecords(line, delimiter).next().value?.fields ?? []
    const columns = fields.map((field: string) => field.trim())
    if (REQUIRED_COLUMNS.every((column) => columns.includes(column)))
      return { kind: 'csv', delimiter, columns }
  }
  return null
}
