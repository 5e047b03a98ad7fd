import { fromJSONSchema } from 'zod'

/**
 * Whether a text is JSON that fits a schema. The grammar that held the model while it wrote knows less than the schema:
 * it lets integers like 99E21 and texts that are too long pass.
 *
 * @returns null when it fits, else what is wrong, as the end of a sentence
 */
export function whatIsWrong(text: string, schema: Readonly<Record<string, unknown>> | null): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is no JSON'
  }
  if (schema === null) return isObject(value) ? null : 'is no JSON object'
  const problem = validator(schema)?.safeParse(value).error?.issues[0]
  return problem === undefined
    ? null
    : `does not fit the schema at "${problem.path.join('.')}": ${problem.message}`
}

/** Null for a schema with words that the validator does not know: the grammar alone holds then. */
function validator(schema: Readonly<Record<string, unknown>>) {
  try {
    return fromJSONSchema(schema)
  } catch {
    return null
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
