import { AppError } from '../domain/errors.ts'
import type { Durability } from './durability.ts'

/**
 * Where the archive lives. `embedded` runs ClickHouse in this process on a directory that belongs to
 * one process at a time; `server` speaks HTTP to a ClickHouse server, to a cluster, or to a running
 * `verity start` that holds the directory.
 */
export type ArchiveConfig =
  | {
      readonly kind: 'embedded'
      readonly dataDir: string
      /** `verity` by default; other names are for tests that share a directory. */
      readonly database?: string
      /** `process` by default. */
      readonly durable?: Durability
    }
  | {
      readonly kind: 'server'
      /** Base address of the HTTP interface, e.g. `http://localhost:8123`. */
      readonly url: string
      readonly username?: string
      readonly password?: string
      /** Created when missing; `verity` by default. */
      readonly database?: string
      /** Name of a cluster in the server's configuration: tables become Replicated behind Distributed ones. */
      readonly cluster?: string
      readonly httpHeaders?: Readonly<Record<string, string>>
      /** Left as the tables have it by default. */
      readonly durable?: Durability
    }

const DEFAULT_DATABASE = 'verity'

/** @throws {AppError} invalid_input when the name is more than letters, digits and underscores */
export function databaseName({ database = DEFAULT_DATABASE }: ArchiveConfig): string {
  if (/^[A-Za-z_]\w*$/.test(database)) return database
  throw new AppError(
    'invalid_input',
    `"${database}" cannot name a database: use letters, digits and underscores.`,
  )
}
