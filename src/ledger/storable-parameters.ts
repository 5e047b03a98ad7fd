import type { CompiledQuery } from 'kysely'

/**
 * Makes every text parameter storable in both databases: PostgreSQL refuses NUL, and a lone surrogate
 * is not UTF-8. Both become U+FFFD, so that lengths and offsets in UTF-16 code units stay.
 */
export function withStorableParameters(query: CompiledQuery): CompiledQuery {
  if (!query.parameters.some(needsChange)) return query
  return { ...query, parameters: query.parameters.map(storable) }
}

function needsChange(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())
}

function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value
}
