import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { acceptFile, FILE_BYTES_MAX, refusal } from '../assistant/documents/accept-file.ts'
import type { AskedFile } from '../assistant/documents/evidence-document.ts'
import { AppError } from '../domain/errors.ts'
import { FILES_PER_QUESTION_MAX } from '../ledger/files.ts'
import { DocumentReader } from '../sources/documents/document-reader.ts'

/**
 * Reads the files that a question is asked with. Nothing of them is stored.
 *
 * @throws {AppError} invalid_input that names the file and says what to do
 */
export async function readFiles(paths: readonly string[], clock: () => number): Promise<AskedFile[]> {
  if (paths.length > FILES_PER_QUESTION_MAX)
    throw new AppError('invalid_input', `A question takes ${FILES_PER_QUESTION_MAX} files at most.`)
  if (paths.length === 0) return []
  await using reader = new DocumentReader()
  const files: AskedFile[] = []
  for (const path of paths) {
    const accepted = await acceptFile({ name: path, bytes: await readBytes(path), locale: 'en' }, reader)
    const { name, title, text, pageStarts, kind, sha256 } = accepted
    const id = `file:${sha256.slice(0, 32)}`
    files.push({ id, name, title, text, pageStarts, isTable: kind === 'csv', addedAt: clock() })
  }
  return [...new Map(files.map((file) => [file.id, file])).values()]
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const about = await stat(path)
    if (!about.isFile()) throw new AppError('invalid_input', `${path} is no file.`)
    if (about.size > FILE_BYTES_MAX) throw refusal(basename(path), 'too_large', 'en')
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new AppError('invalid_input', `${path}: ${why}.`, { cause })
  }
}
