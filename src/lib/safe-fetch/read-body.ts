import type { IncomingMessage } from 'node:http'
import { type Duplex, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { type FailedFetch, failed } from './fetch-outcome.ts'

/** What we say we understand. */
export const ACCEPT_ENCODING = 'gzip, deflate, br'
/** Two, because some servers compress what a proxy compresses again; more is an attack. */
const ENCODINGS_MAX = 2

const DECODERS: Readonly<Record<string, () => Duplex>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

class TooLargeError extends Error {}

/**
 * Reads and decompresses a body. Bytes are counted after decompression while they come, so a bomb costs no more
 * than the limit.
 *
 * @param bytesMax largest body, decompressed
 * @throws the signal's reason when it aborts
 */
export async function readBody(
  response: IncomingMessage,
  bytesMax: number,
  signal: AbortSignal,
): Promise<Buffer | FailedFetch> {
  if (Number(response.headers['content-length'] ?? 0) > bytesMax) return tooLarge(bytesMax)
  const encodings = (response.headers['content-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity')
  const decoders = encodings.reverse().map((name) => DECODERS[name])
  if (decoders.length > ENCODINGS_MAX || decoders.includes(undefined)) {
    return failed('bad_encoding', `sent a body compressed as "${encodings.join(', ').slice(0, 60)}"`)
  }
  return collect(
    response,
    decoders.flatMap((make) => make?.() ?? []),
    { bytesMax, signal },
  )
}

/** Decompresses bytes that are a gzip file (`.xml.gz`), whatever their headers said; others pass unchanged. */
export async function gunzipIfGzip(
  bytes: Buffer,
  bytesMax: number,
  signal: AbortSignal,
): Promise<Buffer | FailedFetch> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  return collect(Readable.from([bytes]), [createGunzip()], { bytesMax, signal })
}

async function collect(
  source: Readable,
  decoders: readonly Duplex[],
  limits: { bytesMax: number; signal: AbortSignal },
): Promise<Buffer | FailedFetch> {
  const chunks: Buffer[] = []
  let size = 0
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length
      chunks.push(chunk)
      done(size > limits.bytesMax ? new TooLargeError() : null)
    },
  })
  try {
    await pipeline([source, ...decoders, sink], { signal: limits.signal })
  } catch (error) {
    if (limits.signal.aborted) throw limits.signal.reason
    return bodyFailure(error, limits.bytesMax)
  }
  return Buffer.concat(chunks, size)
}

function bodyFailure(error: unknown, bytesMax: number): FailedFetch {
  if (error instanceof TooLargeError) return tooLarge(bytesMax)
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  // zlib says Z_BUF_ERROR when its input ends too early.
  if (code === 'Z_BUF_ERROR' || !/^(?:Z_|ERR__ERROR|ERR_BROTLI|ERR_PADDING)/.test(code)) {
    return failed('cut', 'stopped in the middle of its answer')
  }
  return failed('bad_encoding', 'sent a body that does not decompress')
}

function tooLarge(bytesMax: number): FailedFetch {
  return failed('too_large', `sent more than ${Math.round(bytesMax / 1_024)} KiB`)
}
