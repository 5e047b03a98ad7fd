import { createGunzip } from 'node:zlib'

/** Thrown by `gunzipChunks` where the packed data breaks off or is damaged; what came before it is good. */
export class BrokenGzipError extends Error {
  override readonly name = 'BrokenGzipError'
}

/**
 * Packed bytes go in by pieces of this size, which bounds what a decompression bomb can unpack at once (1 to
 * 1,000).
 */
const PACKED_PIECE_BYTES = 16_384

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Unpacks gzip (also of several members). Yields everything that could be unpacked before it throws. Zeros behind
 * the data are padding; anything else there is the beginning of a member that is damaged.
 *
 * @throws {BrokenGzipError} when the data is cut off or damaged
 */
export async function* gunzipChunks(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = new Gunzip()
  try {
    for await (const piece of pieces(packed, PACKED_PIECE_BYTES)) {
      yield* await gunzip.push(piece)
      if (gunzip.failure !== null) break
    }
    yield* await gunzip.finish()
  } finally {
    gunzip.close()
  }
  if (gunzip.failure === null) return
  throw new BrokenGzipError('The gzip data is cut off or damaged.', { cause: gunzip.failure })
}

/** The stream of Node, fed by hand: what a piece unpacks to is taken before the next one goes in. */
class Gunzip {
  readonly #stream = createGunzip()
  readonly #settled: Promise<void>
  #unpacked: Uint8Array[] = []
  #isEnded = false
  #fedBytes = 0
  failure: unknown = null

  constructor() {
    this.#stream.on('data', (chunk: Uint8Array) => this.#unpacked.push(chunk))
    // A stream that failed or came to its end early never calls back the write that met it, so the events settle the
    // wait as well.
    this.#settled = new Promise((resolve) => {
      this.#stream.on('end', () => {
        this.#isEnded = true
        resolve()
      })
      this.#stream.on('error', (error) => {
        this.failure ??= error
        resolve()
      })
    })
  }

  async push(piece: Uint8Array): Promise<Uint8Array[]> {
    if (this.#isEnded) {
      this.#checkPadding(piece)
      return []
    }
    this.#fedBytes += piece.length
    const written = new Promise<void>((resolve) => this.#stream.write(piece, () => resolve()))
    await Promise.race([this.#settled, written])
    const restBytes = this.#fedBytes - this.#stream.bytesWritten
    if (this.#isEnded && restBytes > 0) this.#checkPadding(piece.subarray(-restBytes))
    return this.#taken()
  }

  async finish(): Promise<Uint8Array[]> {
    if (this.failure === null && !this.#isEnded) {
      this.#stream.end()
      await this.#settled
    }
    return this.#taken()
  }

  close(): void {
    this.#stream.destroy()
  }

  #taken(): Uint8Array[] {
    const chunks = this.#unpacked
    this.#unpacked = []
    return chunks
  }

  #checkPadding(bytes: Uint8Array): void {
    if (bytes.some((byte) => byte !== 0)) this.failure ??= new Error('what follows the gzip data is not gzip')
  }
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
