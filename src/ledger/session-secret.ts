import { longEnough, secretFile } from './secret-file.ts'

/**
 * The secret that signs session cookies: the given one (VERITY_SECRET; needed where replicas share a
 * PostgreSQL), else the one in the data directory, made on first need and readable by its owner only.
 *
 * @throws {AppError} invalid_input when the secret is too short, store_failed when the file cannot be used
 */
export async function sessionSecret(dataDir: string, given?: string): Promise<string> {
  if (given !== undefined) return longEnough(given, 'VERITY_SECRET')
  return secretFile({ dataDir, name: 'session.secret', what: 'session secret' })
}
