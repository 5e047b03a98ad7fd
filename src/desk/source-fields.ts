import { z } from 'zod'
import { asArray, asObject, asString, type JsonObject } from '../lib/unknown-json.ts'
import type { SourceKind } from './source-kind.ts'

/** One option of a kind of source, as a form or a command line needs to know it. */
export type OptionField = {
  readonly name: string
  /** `list` holds texts; `json` is everything that has no simpler form. */
  readonly input: 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'json'
  readonly isSecret: boolean
  readonly isRequired: boolean
  /** Null when the schema has no default. */
  readonly defaultValue: unknown
  /** Of a `choice`; otherwise empty. */
  readonly choices: readonly string[]
  readonly min: number | null
  readonly max: number | null
  readonly describe: string | null
}

/** Reads the options of a kind out of its schema, in its order; the schema stays the only place that names them. */
export function optionFields({ options, secrets }: SourceKind): OptionField[] {
  const variants = objectVariants(asObject(z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' })))
  const names = new Set(variants.flatMap((variant) => Object.keys(propertiesOf(variant))))
  return [...names].map((name) => fieldOf(name, variants, secrets))
}

/** A union of objects counts as one object with the options of all of them. */
function objectVariants(schema: JsonObject | null): JsonObject[] {
  if (schema === null) return []
  const parts = [...asArray(schema['anyOf']), ...asArray(schema['oneOf'])]
  if (parts.length > 0) return parts.flatMap((part) => objectVariants(asObject(part)))
  return asObject(schema['properties']) === null ? [] : [schema]
}

function propertiesOf(variant: JsonObject): JsonObject {
  return asObject(variant['properties']) ?? {}
}

function fieldOf(name: string, variants: readonly JsonObject[], secrets: readonly string[]): OptionField {
  const schemas = variants.flatMap((variant) => {
    const schema = asObject(propertiesOf(variant)[name])
    return schema === null ? [] : [schema]
  })
  const described = schemas[0] ?? {}
  const schema = withoutNull(described)
  const choices = [...new Set(schemas.flatMap((each) => choicesOf(withoutNull(each))))]
  const isRequired = variants.every((variant) => asArray(variant['required']).includes(name))
  return {
    name,
    input: choices.length > 0 ? 'choice' : inputOf(schema),
    isSecret: secrets.includes(name),
    isRequired,
    defaultValue: described['default'] ?? null,
    choices,
    min: boundOf(schema, 'minimum', 'exclusiveMinimum'),
    max: boundOf(schema, 'maximum', 'exclusiveMaximum'),
    describe: asString(described['description']) ?? asString(schema['description']),
  }
}

/** `string | null` is an optional text. */
function withoutNull(schema: JsonObject): JsonObject {
  const parts = asArray(schema['anyOf']).map(asObject)
  const present = parts.filter((part) => part !== null && part['type'] !== 'null')
  return present.length === 1 ? (present[0] ?? schema) : schema
}

function choicesOf(schema: JsonObject): string[] {
  const listed = schema['const'] === undefined ? asArray(schema['enum']) : [schema['const']]
  return listed.filter((choice) => typeof choice === 'string')
}

function inputOf(schema: JsonObject): OptionField['input'] {
  switch (schema['type']) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return asObject(schema['items'])?.['type'] === 'string' ? 'list' : 'json'
    default:
      return 'json'
  }
}

/** The integers that zod writes for "any safe integer" are no bound that a person should read. */
function boundOf(schema: JsonObject, ...names: readonly string[]): number | null {
  const found = names.map((name) => schema[name]).find((value) => typeof value === 'number')
  return typeof found === 'number' && Math.abs(found) < Number.MAX_SAFE_INTEGER ? found : null
}
