import type { DocumentBytes, DocumentKind } from './read-document.ts'

/** A PDF may have a few bytes of something else before its own first ones. */
const PDF_HEAD_BYTES = 1_024
const HEAD_BYTES = 8_192
/** Text has hardly any control characters; pictures and programs are full of them. */
const CONTROL_SHARE_MAX = 0.02

/**
 * What a document is, by its bytes first, since names and types lie; null when it is none that is read. `zip` may be a Word
 * file, `old_word` is the binary format before it.
 */
export function detectKind({
  bytes,
  name,
  contentType,
}: DocumentBytes): Exclude<DocumentKind, 'docx'> | 'zip' | 'old_word' | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES))
  if (head.subarray(0, PDF_HEAD_BYTES).includes('%PDF-')) return 'pdf'
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return 'zip'
  if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) return 'old_word'
  if (!looksLikeText(head)) return null
  return kindOfText(head.toString('latin1'), name, contentType)
}

/** UTF-8, a one-byte charset, or UTF-16, which has a mark or a zero in every other place. */
function looksLikeText(head: Buffer): boolean {
  if (isUtf16(head)) return true
  let controls = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls += 1
  }
  return controls <= head.length * CONTROL_SHARE_MAX
}

function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function kindOfText(head: string, name: string, contentType: string | null): 'html' | 'csv' | 'text' {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html'
  if (/^(?:x?html?|xht)$/.test(extension) || /^\s*(?:<!doctype html|<html[\s>])/i.test(head)) return 'html'
  if (type === 'text/csv' || type === 'text/tab-separated-values' || /^(?:csv|tsv)$/.test(extension))
    return 'csv'
  return 'text'
}
