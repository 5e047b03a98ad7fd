import { once } from 'node:events'
import { createGunzip } from 'node:zlib'

/** Thrown by `gunzipChunks` where the packed data breaks off or is damaged; what came before it is good. */
export class BrokenGzipError extends Error {
  override readonly name = 'BrokenGzipError'
}

/** Packed bytes go in by pieces of this size, which bounds what a decompression bomb can unpack at once (1 to 1,000). */
const PACKED_PIECE_BYTES = 16_384

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Unpacks gzip (also of several members). Yields everything that could be unpacked before it throws.
 *
 * @throws {BrokenGzipError} when the data is cut off or damaged
 */
export async function* gunzipChunks(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  let unpacked: Uint8Array[] = []
  let failure: { readonly error: unknown } | null = null
  gunzip.on('data', (chunk: Uint8Array) => unpacked.push(chunk))
  // A failed stream may never call back the write that failed, so the event settles the wait as well.
  const failed = new Promise<void>((resolve) => {
    gunzip.on('error', (error) => {
      failure = { error }
      resolve()
    })
  })
  const write = (piece: Uint8Array) =>
    Promise.race([failed, new Promise<void>((resolve) => gunzip.write(piece, () => resolve()))])
  const taken = () => {
    const chunks = unpacked
    unpacked = []
    return chunks
  }
  const broken = () => failure !== null
  try {
    for await (const piece of pieces(packed, PACKED_PIECE_BYTES)) {
      await write(piece)
      yield* taken()
      if (broken()) break
    }
    if (!broken()) {
      const ended = once(gunzip, 'end').catch(() => {})
      gunzip.end()
      await Promise.race([failed, ended])
    }
    yield* taken()
  } finally {
    gunzip.destroy()
  }
  if (failure !== null) throw new BrokenGzipError('The gzip data is cut off or damaged.', { cause: failure })
}

async function* pieces(chunks: AsyncIterable<Uint8Array>, sizeBytes: number): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += sizeBytes) yield chunk.subarray(from, from + sizeBytes)
  }
}

export type Peeked = {
  readonly head: Uint8Array
  /** Everything, the head included. Read it once. */
  readonly all: AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** Puts the first chunk (at least `bytes` long unless the input is shorter) back in front of the rest. */
export async function peek(chunks: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]()
  const taken: Uint8Array[] = []
  let size = 0
  let failure: { error: unknown } | null = null
  while (size < bytes) {
    try {
      const { done, value } = await iterator.next()
      if (done) break
      taken.push(value)
      size += value.length
    } catch (error) {
      failure = { error }
      break
    }
  }
  const head = Buffer.concat(taken)
  return {
    head,
    all: replay(head, failure, iterator),
    close: async () => {
      await iterator.return?.()
    },
  }
}

async function* replay(
  head: Uint8Array,
  failure: { error: unknown } | null,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    if (failure !== null) throw failure.error
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** Leaves out the first `bytes`. */
export async function* skipBytes(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let left = bytes
  for await (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length
    else {
      yield left === 0 ? chunk : chunk.subarray(left)
      left = 0
    }
  }
}
