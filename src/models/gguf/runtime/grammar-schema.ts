import type { GbnfJsonSchema } from 'node-llama-cpp'

type Schema = Readonly<Record<string, unknown>>

const TYPES = ['string', 'number', 'integer', 'boolean', 'null'] as const
/** What may stand where a schema says nothing; the grammar knows no "anything". */
const ANY_SCALAR = ['string', 'number', 'boolean', 'null'] as const
const FORMATS = ['date-time', 'time', 'date']
/** Deeper schemas are cut: what is below may be any plain value. */
const DEPTH_MAX = 24

/**
 * A JSON Schema as the grammar takes it. What the grammar cannot hold (patterns, bounds of numbers, `allOf`, …) is left
 * out, so that more passes than should: whoever asks checks the result against the whole schema.
 */
export function toGrammarSchema(schema: unknown): GbnfJsonSchema {
  return convert(schema, 0) as GbnfJsonSchema
}

function convert(schema: unknown, depth: number): object {
  if (!isObject(schema) || depth > DEPTH_MAX) return { type: ANY_SCALAR }
  const defs = definitions(schema, depth)
  const body = bodyOf(schema, depth)
  return defs === null ? body : { ...body, $defs: defs }
}

function bodyOf(schema: Schema, depth: number): object {
  const { $ref: ref, type } = schema
  const choices = schema['oneOf'] ?? schema['anyOf']
  if (typeof ref === 'string' && ref.startsWith('#/$defs/')) return { $ref: ref }
  if (isScalar(schema['const'])) return { const: schema['const'] }
  if (Array.isArray(schema['enum'])) return { enum: schema['enum'].filter(isScalar) }
  if (Array.isArray(choices)) return { oneOf: choices.map((choice) => convert(choice, depth + 1)) }
  if (Array.isArray(type)) return severalTypes(schema, type, depth)
  if (type === 'object' || isObject(schema['properties'])) return objectOf(schema, depth)
  if (type === 'array' || schema['items'] !== undefined) return arrayOf(schema, depth)
  if (type === 'string') return stringOf(schema)
  return { type: TYPES.find((known) => known === type) ?? ANY_SCALAR }
}

function severalTypes(schema: Schema, types: readonly unknown[], depth: number): object {
  const plain = types.every((type) => TYPES.some((known) => known === type))
  if (plain) return { type: types }
  return { oneOf: types.map((type) => convert({ ...schema, type }, depth + 1)) }
}

function objectOf(schema: Schema, depth: number): object {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const more = schema['additionalProperties']
  const isOpen = Object.keys(properties).length === 0 && more !== false
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [key, convert(value, depth + 1)]),
    ),
    ...(isOpen && { additionalProperties: isObject(more) ? convert(more, depth + 1) : true }),
  }
}

function arrayOf(schema: Schema, depth: number): object {
  const { items, prefixItems } = schema
  return {
    type: 'array',
    ...(Array.isArray(prefixItems) && { prefixItems: prefixItems.map((item) => convert(item, depth + 1)) }),
    ...(items !== undefined && items !== false && { items: convert(items, depth + 1) }),
    ...lengths(schema, 'minItems', 'maxItems'),
  }
}

function stringOf(schema: Schema): object {
  if (FORMATS.some((format) => format === schema['format']))
    return { type: 'string', format: schema['format'] }
  return { type: 'string', ...lengths(schema, 'minLength', 'maxLength') }
}

function lengths(schema: Schema, low: string, high: string): object {
  const known = [low, high].filter((key) => Number.isSafeInteger(schema[key]) && Number(schema[key]) >= 0)
  return Object.fromEntries(known.map((key) => [key, schema[key]]))
}

function definitions(schema: Schema, depth: number): object | null {
  const { $defs } = schema
  if (!isObject($defs)) return null
  return Object.fromEntries(Object.entries($defs).map(([key, value]) => [key, convert(value, depth + 1)]))
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
