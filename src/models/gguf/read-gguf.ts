import { open } from 'node:fs/promises'
import { AppError } from '../../domain/errors.ts'
import { type GgufHeader, HeaderCutError, NotGgufError, parseGgufHeader } from './gguf-header.ts'

const FIRST_READ_BYTES = 1 << 20
/** The largest vocabularies make headers of some 30 MB. */
const HEADER_BYTES_MAX = 256 << 20

/**
 * Reads what a GGUF file says about itself and holds it against the file's size.
 *
 * @throws {AppError} invalid_input when it is no GGUF, cut off, or one part of several; not_found
 */
export async function readGguf(file: string): Promise<GgufHeader & { readonly bytes: number }> {
  await using handle = await open(file).catch((cause: unknown) => {
    throw new AppError('not_found', `${file} cannot be opened.`, { cause })
  })
  const { size, isDirectory } = await handle.stat().then((stat) => ({
    size: stat.size,
    isDirectory: stat.isDirectory(),
  }))
  if (isDirectory) throw unusable(file, 'is a folder')
  for (let length = FIRST_READ_BYTES; ; length *= 4) {
    const bytes = Buffer.alloc(Math.min(length, size))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
    const header = tryParse(file, bytes.subarray(0, bytesRead))
    if (header !== null) return checked(file, header, size)
    if (length >= size) throw cutOff(file, `${size} bytes are there, and its header goes on`)
    if (length >= HEADER_BYTES_MAX) throw unusable(file, 'has a header without end')
  }
}

function tryParse(file: string, bytes: Buffer): GgufHeader | null {
  try {
    return parseGgufHeader(bytes)
  } catch (thrown) {
    if (thrown instanceof HeaderCutError) return null
    if (thrown instanceof NotGgufError) throw unusable(file, thrown.message)
    throw thrown
  }
}

function checked(file: string, header: GgufHeader, bytes: number): GgufHeader & { readonly bytes: number } {
  if (header.parts > 1) {
    throw unusable(
      file,
      `is one of ${header.parts} parts; join them first (llama-gguf-split --merge FIRST-PART WHOLE)`,
    )
  }
  if (bytes < header.bytesMin)
    throw cutOff(file, `${bytes} of at least ${header.bytesMin} bytes are there; fetch it again`)
  return { ...header, bytes }
}

function unusable(file: string, why: string): AppError {
  return new AppError('invalid_input', `${file} is no GGUF model that can be used: it ${why}.`)
}

function cutOff(file: string, why: string): AppError {
  return new AppError('invalid_input', `${file} is cut off: ${why}.`)
}
