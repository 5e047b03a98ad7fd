import { randomBytes } from 'node:crypto'
import { chmod, constants, copyFile, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../domain/errors.ts'

const SECRET_BYTES = 32
const SECRET_LENGTH_MIN = 32

/**
 * A secret kept in a file of the data directory, made on first need and readable by its owner only.
 *
 * @param of.what what the secret is for, in the message of a failure
 * @throws {AppError} invalid_input when what is there is too short, store_failed when the file cannot be used
 */
export async function secretFile(of: { dataDir: string; name: string; what: string }): Promise<string> {
  const file = join(of.dataDir, of.name)
  try {
    if (!(await exists(file))) await createOnce(of.dataDir, file)
    return await readClosed(file)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    const message = `The ${of.what} ${file} cannot be read or written. Make it yours (mode 600), or set VERITY_SECRET.`
    throw new AppError('store_failed', message, { cause: thrown })
  }
}

/** The secret in the file; null where there is no file. @throws as `secretFile` */
export async function existingSecretFile(of: {
  dataDir: string
  name: string
  what: string
}): Promise<string | null> {
  return (await exists(join(of.dataDir, of.name))) ? secretFile(of) : null
}

/** @throws {AppError} invalid_input when the secret could be guessed */
export function longEnough(secret: string, where: string): string {
  if (secret.length >= SECRET_LENGTH_MIN) return secret
  const message = `The secret in ${where} is too short: it needs at least ${SECRET_LENGTH_MIN} random characters. Set a longer one, or remove it and let Verity make one.`
  throw new AppError('invalid_input', message)
}

async function readClosed(file: string): Promise<string> {
  if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600)
  return longEnough((await readFile(file, 'utf8')).trim(), file)
}

/** Written aside and linked into place, so that of two processes that start at once both read the same secret. */
async function createOnce(dataDir: string, file: string): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, `${randomBytes(SECRET_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, file)
  } catch {
    // Somebody else was first, or this file system has no links.
    if (!(await exists(file))) await copyFile(draft, file, constants.COPYFILE_EXCL)
  } finally {
    await rm(draft, { force: true })
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (thrown: unknown) => {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return false
      throw thrown
    },
  )
}
