import { z } from 'zod'
import { asArray, asObject, asString, type JsonObject } from '../lib/unknown-json.ts'
import type { SourceKind } from './source-kind.ts'

/** One option of a kind of source, as a form or a command line needs to know it. */
export type OptionField = {
  readonly name: string
  /** `list` holds texts, or objects of which only one text is required; `json` is everything without a simpler form. */
  readonly input: 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'json'
  readonly isSecret: boolean
  readonly isRequired: boolean
  /** Whether a form asks for it at once. */
  readonly isMain: boolean
  /** Null when the schema has no default. */
  readonly defaultValue: unknown
  /** Of a `choice`, or of the texts of a `list`; otherwise empty. */
  readonly choices: readonly string[]
  /** In a `list` of objects, the text that makes one; null in a list of texts. */
  readonly itemName: string | null
  readonly min: number | null
  readonly max: number | null
  readonly describe: string | null
}

/** Reads the options of a kind out of its schema, in its order; the schema stays the only place that names them. */
export function optionFields({ options, secrets, mainOptions }: SourceKind): OptionField[] {
  const variants = objectVariants(asObject(z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' })))
  const names = new Set(variants.flatMap((variant) => Object.keys(propertiesOf(variant))))
  return [...names].map((name) => ({
    ...fieldOf(name, variants),
    isSecret: secrets.includes(name),
    isMain: mainOptions.includes(name),
  }))
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

function fieldOf(name: string, variants: readonly JsonObject[]): Omit<OptionField, 'isSecret' | 'isMain'> {
  const schemas = variants.flatMap((variant) => {
    const schema = asObject(propertiesOf(variant)[name])
    return schema === null ? [] : [schema]
  })
  const described = schemas[0] ?? {}
  const schema = withoutNull(described)
  const items = asObject(schema['items']) ?? {}
  const choices = [...new Set(schemas.flatMap((each) => choicesOf(withoutNull(each))))]
  return {
    name,
    input: choices.length > 0 ? 'choice' : inputOf(schema),
    isRequired: variants.every((variant) => asArray(variant['required']).includes(name)),
    defaultValue: described['default'] ?? null,
    choices: choices.length > 0 ? choices : choicesOf(items),
    itemName: onlyRequiredText(items),
    min: boundOf(schema, 'minimum', 'exclusiveMinimum') ?? leastOf(numbersOf(schema)),
    max: boundOf(schema, 'maximum', 'exclusiveMaximum') ?? mostOf(numbersOf(schema)),
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

/** `1 | 2` is a number from 1 to 2. */
function numbersOf(schema: JsonObject): number[] {
  const parts = asArray(schema['anyOf']).map((part) => asObject(part)?.['const'])
  return parts.every((part) => typeof part === 'number') ? parts : []
}

function inputOf(schema: JsonObject): OptionField['input'] {
  if (numbersOf(schema).length > 0) return 'number'
  switch (schema['type']) {
    case 'string':
      return 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return isTextLike(asObject(schema['items']) ?? {}) ? 'list' : 'json'
    default:
      return 'json'
  }
}

function isTextLike(items: JsonObject): boolean {
  return items['type'] === 'string' || onlyRequiredText(items) !== null
}

function onlyRequiredText(items: JsonObject): string | null {
  const [name, ...more] = asArray(items['required'])
  if (typeof name !== 'string' || more.length > 0) return null
  return asObject(propertiesOf(items)[name])?.['type'] === 'string' ? name : null
}

/** The integers that zod writes for "any safe integer" are no bound that a person should read. */
function boundOf(schema: JsonObject, ...names: readonly string[]): number | null {
  const found = names.map((name) => schema[name]).find((value) => typeof value === 'number')
  return typeof found === 'number' && Math.abs(found) < Number.MAX_SAFE_INTEGER ? found : null
}

function leastOf(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.min(...numbers)
}

function mostOf(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.max(...numbers)
}
