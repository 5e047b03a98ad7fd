import { AppError } from '../domain/errors.ts'
import type { QueryParams } from './connections.ts'
import { escapeField } from './escape-field.ts'

const PLACEHOLDER = /\{\s*([A-Za-z_]\w*)\s*:/g

/**
 * Checks that every `{name:Type}` placeholder has a value. An embedded session remembers values of
 * earlier statements, so a forgotten one would silently take a stale value.
 *
 * @throws {AppError} internal when a value is missing: the query is wrong, not its input
 */
export function requireParams(sql: string, params: QueryParams): void {
  for (const [, name] of sql.matchAll(PLACEHOLDER)) {
    if (name !== undefined && params[name] === undefined) {
      throw new AppError('internal', `The query has no value for its parameter "${name}".`)
    }
  }
}

/** `SET param_a = '…', param_b = '…'`: binds values in the session, parsed there as the placeholder's type. */
export function setParamsStatement(params: QueryParams): string {
  const assignments = Object.entries(params).map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) throw new AppError('internal', `"${name}" is not a parameter name.`)
    return `param_${name} = '${escapeField(paramText(value))}'`
  })
  return `SET ${assignments.join(', ')}`
}

/** The text form ClickHouse parses a parameter from (escaped like a tab-separated field). */
export function paramText(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (typeof value === 'string') return escapeField(value)
  if (Array.isArray(value)) return `[${value.map(elementText).join(',')}]`
  return scalarText(value)
}

function elementText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'string') return `'${escapeField(value)}'`
  if (Array.isArray(value)) return `[${value.map(elementText).join(',')}]`
  return scalarText(value)
}

function scalarText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  throw new AppError('internal', `A query parameter cannot be a ${typeof value}.`)
}
