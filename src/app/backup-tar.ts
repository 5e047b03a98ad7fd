import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Header, Pax } from 'tar'
import { AppError } from '../domain/errors.ts'
import type { ManifestFile } from './backup-manifest.ts'

const BLOCK_BYTES = 512
const READ_BYTES = 1024 * 1024
const MODE = 0o600

/** One file on its way into a backup. */
export type TarSource =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly path: string; readonly sizeBytes: number }

/**
 * A file as a tar archive holds it: head, content, padding. One piece of it is in memory at a time.
 *
 * @returns name, size and hash of what was given out
 * @throws {AppError} store_failed when a file is not as long as it was
 */
export async function* tarEntry(source: TarSource): AsyncGenerator<Uint8Array, ManifestFile> {
  const sizeBytes = 'bytes' in source ? source.bytes.length : source.sizeBytes
  yield tarHead(source.name, sizeBytes)
  const hash = createHash('sha256')
  let given = 0
  for await (const chunk of contentOf(source)) {
    given += chunk.length
    hash.update(chunk)
    yield chunk
  }
  if (given !== sizeBytes)
    throw new AppError('store_failed', `${source.name} changed while it was backed up. Try again.`)
  yield new Uint8Array(paddingOf(sizeBytes))
  return { name: source.name, size_bytes: sizeBytes, sha256: hash.digest('hex') }
}

/** What stands at the end of a tar archive. */
export const TAR_END = new Uint8Array(2 * BLOCK_BYTES)

async function* contentOf(source: TarSource): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) yield source.bytes
  else yield* createReadStream(source.path, { highWaterMark: READ_BYTES }) as AsyncIterable<Uint8Array>
}

function tarHead(name: string, size: number): Buffer {
  const header = new Header({ path: name, size, mode: MODE, type: 'File' })
  const block = Buffer.alloc(BLOCK_BYTES)
  const needsPax = header.encode(block)
  return needsPax ? Buffer.concat([new Pax({ path: name, size }).encode(), block]) : block
}

function paddingOf(sizeBytes: number): number {
  return (BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES
}
