import { AppError } from '../domain/errors.ts'

/** Reads JSON that this ledger wrote. @throws {AppError} store_failed when the text is damaged */
export function parseStored<T>(text: string): T {
  try {
    return JSON.parse(text) as T
  } catch (cause) {
    throw new AppError('store_failed', 'A row of the ledger is damaged. Restore it from a backup.', { cause })
  }
}
