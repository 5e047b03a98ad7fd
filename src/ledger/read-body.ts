import { AppError } from '../domain/errors.ts'

/**
 * Reads a request's body whole.
 *
 * @returns null when there is none
 * @throws {AppError} over_limit as soon as it is longer than `sizeBytesMax`
 */
export async function readBodyAtMost(
  request: Request,
  sizeBytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (request.body === null) return null
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  for await (const chunk of request.body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > sizeBytesMax)
      throw new AppError('over_limit', `This request is larger than ${sizeBytesMax} bytes.`)
    chunks.push(chunk)
  }
  const body = new Uint8Array(sizeBytes)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.byteLength
  }
  return body
}
