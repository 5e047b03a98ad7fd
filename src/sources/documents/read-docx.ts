import { crc32 } from 'node:zlib'
import { Parser } from 'htmlparser2'
import yauzl from 'yauzl'
import { decodeText } from '../../lib/safe-fetch/decode-text.ts'
import { tidyText } from '../feeds/html-text.ts'
import { type DocumentReading, makeDocument, READ_LENGTH_MAX, unreadable } from './read-document.ts'

/** The body of a book of a thousand pages, unpacked; pictures are never unpacked. */
const BODY_BYTES_MAX = 60_000_000
const ENTRIES_MAX = 20_000
const DEPTH_MAX = 200
const BODY = 'word/document.xml'
const PARAGRAPH = '\n\n'

/**
 * The text of a Word file (.docx): its body in reading order, tables row by row, with the pages as Word last laid them out.
 * Of the zip only the body is unpacked, and counted while it is. Never throws.
 *
 * @see ECMA-376, part 1, chapter 17
 */
export async function readDocx(bytes: Uint8Array): Promise<DocumentReading> {
  const body = await unpackBody(bytes)
  return typeof body === 'string' ? readBody(body) : body
}

async function unpackBody(bytes: Uint8Array): Promise<string | DocumentReading> {
  let zip: yauzl.ZipFile
  try {
    zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      validateEntrySizes: true,
    })
  } catch {
    return unreadable('broken')
  }
  try {
    return await findBody(zip)
  } catch {
    return unreadable('broken')
  } finally {
    zip.close()
  }
}

async function findBody(zip: yauzl.ZipFile): Promise<string | DocumentReading> {
  let seen = 0
  for await (const entry of zip.eachEntry()) {
    seen += 1
    if (seen > ENTRIES_MAX) return unreadable('too_complex')
    if (entry.fileName !== BODY) continue
    if (entry.isEncrypted()) return unreadable('encrypted')
    if (entry.uncompressedSize > BODY_BYTES_MAX) return unreadable('too_large')
    return await readEntry(zip, entry)
  }
  // A zip that is no Word file: a spreadsheet, an archive, a book.
  return unreadable('wrong_type')
}

async function readEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string | DocumentReading> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  let checksum = 0
  const stream = await zip.openReadStreamPromise(entry)
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length
    if (sizeBytes > BODY_BYTES_MAX) return unreadable('too_large')
    checksum = crc32(chunk, checksum)
    chunks.push(chunk)
  }
  return checksum === entry.crc32 ? decodeText(Buffer.concat(chunks), null, 'xml').text : unreadable('broken')
}

/** What each element leaves in the text. Field codes (`w:instrText`) and deleted text (`w:delText`) leave nothing. */
const MARKS: Readonly<Record<string, string>> = { 'w:tab': '\t', 'w:cr': '\n', 'w:noBreakHyphen': '-' }
const PAGE_BREAK = '\f'

function readBody(xml: string): DocumentReading {
  const { raw, isBounded } = collectText(xml)
  if (!isBounded) return unreadable('too_complex')
  // Word notes where it last broke pages; a break that a person set is noted twice, once as its own.
  const rendered = raw.includes('\v')
  const breaks = rendered ? raw.replaceAll(PAGE_BREAK, '').replaceAll('\v', PAGE_BREAK) : raw
  const pages = breaks.split(PAGE_BREAK)
  const pageStarts: number[] = []
  let text = ''
  for (const page of pages) {
    const tidy = tidyText(page, READ_LENGTH_MAX)
    if (text !== '' && tidy !== '') text += continues(page) ? ' ' : PARAGRAPH
    pageStarts.push(text.length)
    text += tidy
  }
  return makeDocument({ kind: 'docx', text, pageStarts: pages.length > 1 ? pageStarts : [] })
}

/** A page that begins in the middle of a paragraph. */
function continues(page: string): boolean {
  return !/^\s*\n/.test(page) && /^\s*\p{Ll}/u.test(page)
}

/** @returns `raw` with a form feed where a person broke the page and a vertical tab where Word did */
function collectText(xml: string): { raw: string; isBounded: boolean } {
  const parts: string[] = []
  let depth = 0
  let isText = false
  let isBounded = true
  let length = 0
  let silent: string | null = null
  const add = (part: string) => {
    if (silent !== null) return
    parts.push(part)
    length += part.length
    if (length > READ_LENGTH_MAX) parser.pause()
  }
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1
        if (depth > DEPTH_MAX) {
          isBounded = false
          parser.pause()
        }
        isText = name === 'w:t'
        // The same text once more, for programs that do not know its frame.
        if (name === 'mc:Fallback') silent ??= name
        if (name === 'w:br') add(attributes['w:type'] === 'page' ? PAGE_BREAK : '\n')
        else if (name === 'w:lastRenderedPageBreak') add('\v')
        else if (MARKS[name] !== undefined) add(MARKS[name])
      },
      ontext: (text) => {
        if (isText) add(text.replace(/[\f\v]/g, ' '))
      },
      onclosetag: (name) => {
        depth -= 1
        isText = false
        if (name === silent) silent = null
        if (name === 'w:p' || name === 'w:tr') add(PARAGRAPH)
        // The paragraph that ends a cell does not part it from the next cell of its row.
        else if (name === 'w:tc' && parts.at(-1) === PARAGRAPH) parts[parts.length - 1] = ' | '
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  return { raw: parts.join(''), isBounded }
}
