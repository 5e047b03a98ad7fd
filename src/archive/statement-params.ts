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

/** Values in the text form ClickHouse parses parameters from (escaped like a tab-separated field). */
export function paramTexts(params: QueryParams): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, paramText(value)]))
}

/**
 * Writes the values into the statement, each as `CAST('text' AS Type)`. For statements that change something:
 * their values may be too long for the URL in which a server expects the parameters of such statements.
 */
export function inlineParams(sql: string, params: QueryParams): string {
  requireParams(sql, params)
  return sql.replace(/\{\s*([A-Za-z_]\w*)\s*:\s*([\w(), ]+?)\s*\}/g, (_, name: string, type: string) => {
    const value = params[name]
    return `CAST('${escapeField(typeof value === 'string' ? value : paramText(value))}' AS ${type})`
  })
}

function paramText(value: unknown): string {
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
