import { AppError } from '../domain/errors.ts'
import { PoolClosedError, PoolFullError } from '../lib/lease-pool.ts'

/** ClickHouse codes that mean something other than "the archive failed". */
const QUERY_WAS_CANCELLED = '394'
const TIMEOUT_EXCEEDED = '159'
const NOT_ENOUGH_SPACE = '243'

/** Gives an engine or pool failure the meaning a caller can act on; the cause keeps the engine's words. */
export function toArchiveError(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof PoolFullError) {
    return new AppError('over_limit', 'The archive is busy: too many queries wait. Try again in a moment.', {
      cause: thrown,
    })
  }
  if (thrown instanceof PoolClosedError) {
    return new AppError('store_failed', 'The archive is closed.', { cause: thrown })
  }
  if (isEngineError(thrown)) return fromEngine(thrown)
  const disk = diskFailure(thrown)
  if (disk !== null) return new AppError('store_failed', disk, { cause: thrown })
  if (thrown instanceof Error && isNetworkError(thrown)) {
    return new AppError('store_failed', `The archive server cannot be reached: ${thrown.message}`, {
      cause: thrown,
    })
  }
  return thrown
}

const DISK_FULL = 'The disk that holds the archive is full. Free some space; nothing that was stored is lost.'
const NOT_WRITABLE =
  'The archive cannot be written: its disk or directory is read-only, or belongs to somebody else.'
/** What the system says when rows cannot be put where the engine reads them. */
const DISK_FAILURES: Readonly<Record<string, string>> = {
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EROFS: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EACCES: NOT_WRITABLE,
}

function diskFailure(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null
  return DISK_FAILURES[thrown.code] ?? null
}

function fromEngine(error: EngineError): AppError {
  if (error.code === QUERY_WAS_CANCELLED)
    return new AppError('cancelled', 'The query was stopped.', { cause: error })
  if (error.code === TIMEOUT_EXCEEDED) {
    return new AppError('over_limit', 'The query took too long. Narrow it, for example by time.', {
      cause: error,
    })
  }
  if (error.code === NOT_ENOUGH_SPACE) {
    return new AppError('store_failed', DISK_FULL, { cause: error })
  }
  return new AppError('store_failed', `The archive refused a statement (${error.type ?? error.code}).`, {
    cause: error,
  })
}

function isNetworkError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)
}

/** The engine's code, type and words, for those who pass them on; null when the failure is not the engine's. */
export function engineFailure(error: unknown): { code: number; type: string; message: string } | null {
  if (!isEngineError(error)) return null
  return { code: Number(error.code), type: error.type ?? 'UNKNOWN', message: error.message }
}

type EngineError = Error & { readonly code: string; readonly type?: string }

/** By shape, not by class: chdb brings its own copy of the client's `ClickHouseError`. */
function isEngineError(error: unknown): error is EngineError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^\d+$/.test(error.code)
  )
}
