/** A longer line is no item of a batch. 16 MiB. */
export const LINE_BYTES_MAX = 16 * 1024 * 1024

const NEW_LINE = 0x0a

/** A line, or the fact that it was too long to be held. */
export type Line = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'too_long' }

/**
 * Cuts bytes into lines of text in bounded memory; what is not UTF-8 becomes U+FFFD. A failing source fails the
 * reader.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array | string>,
  lineBytesMax = LINE_BYTES_MAX,
): AsyncGenerator<Line> {
  let parts: Buffer[] = []
  let sizeBytes = 0
  const take = (): Line => {
    const line: Line =
      sizeBytes > lineBytesMax
        ? { kind: 'too_long' }
        : { kind: 'line', text: Buffer.concat(parts).toString('utf8').replace(/\r$/, '') }
    parts = []
    sizeBytes = 0
    return line
  }
  const keep = (part: Buffer): void => {
    sizeBytes += part.length
    if (sizeBytes <= lineBytesMax) parts.push(part)
    else parts = []
  }
  for await (const chunk of chunks) {
    const bytes =
      typeof chunk === 'string'
        ? Buffer.from(chunk)
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    let from = 0
    for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE, from)) {
      keep(bytes.subarray(from, end))
      yield take()
      from = end + 1
    }
    keep(bytes.subarray(from))
  }
  if (sizeBytes > 0) yield take()
}
