/** How a document of this kind names its own encoding. */
export type DocumentKind = 'html' | 'xml' | 'json'

export type DecodedText = { readonly text: string; readonly charset: string }

/** Browsers look at the first 1,024 bytes; real pages put scripts before it. */
const PRESCAN_BYTES = 4_096

/**
 * Decodes bytes as the web does: byte order mark, then the header's charset, then what the document says, then UTF-8,
 * then windows-1252. Two lies are corrected: a single-byte charset named for bytes that are valid UTF-8, and UTF-8
 * named for bytes that are not. Never fails; what does not decode becomes U+FFFD.
 *
 * @param contentType the `content-type` header, or null
 * @see https://encoding.spec.whatwg.org and https://html.spec.whatwg.org/#determining-the-character-encoding
 */
export function decodeText(bytes: Uint8Array, contentType: string | null, kind: DocumentKind): DecodedText {
  const marked = byteOrderMark(bytes)
  if (marked !== null) return decodeAs(bytes, marked)
  const named = kind === 'json' ? [] : [headerCharset(contentType), ownCharset(bytes, kind)]
  const [first, second] = named.filter((label) => label !== null)
  const wide = first === undefined ? unmarkedUtf16(bytes) : null
  if (wide !== null) return decodeAs(bytes, wide)
  if (first === undefined || first === 'utf-8' || isSingleByte(first)) {
    const text = decodeStrictly(bytes)
    if (text !== null) return { text, charset: 'utf-8' }
  }
  if (first !== undefined && first !== 'utf-8') return decodeAs(bytes, first)
  return decodeAs(bytes, second !== undefined && second !== 'utf-8' ? second : 'windows-1252')
}

function byteOrderMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

/** `<` beside a zero byte: XML in UTF-16 without a mark. */
function unmarkedUtf16([first, second]: Uint8Array): string | null {
  if (first === 0x3c && second === 0) return 'utf-16le'
  return first === 0 && second === 0x3c ? 'utf-16be' : null
}

function headerCharset(contentType: string | null): string | null {
  return knownCharset(/;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1])
}

function ownCharset(bytes: Uint8Array, kind: 'html' | 'xml'): string | null {
  const start = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.byteLength, PRESCAN_BYTES),
  ).toString('latin1')
  const declaration = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([^"']{1,40})["']/i.exec(start)?.[1]
  const meta = /<meta[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]{1,40})/i.exec(start)?.[1]
  const charset = knownCharset(kind === 'xml' ? declaration : (meta ?? declaration))
  // The document was read as ASCII to find this, so it cannot be UTF-16.
  return charset?.startsWith('utf-16') ? 'utf-8' : charset
}

/** The name under which TextDecoder knows a label, or null. */
function knownCharset(label: string | undefined): string | null {
  if (label === undefined) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

/** Charsets in which nearly any bytes are text, so that naming one proves little. */
function isSingleByte(charset: string): boolean {
  return /^(?:windows-|iso-8859-|koi8|macintosh|ibm|x-mac)/.test(charset)
}

/** As UTF-8, or null when it is not. */
function decodeStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function decodeAs(bytes: Uint8Array, charset: string): DecodedText {
  return { text: new TextDecoder(charset).decode(bytes), charset }
}
