import type { Context } from 'hono'
import type { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import { readBodyAtMost } from '../ledger/read-body.ts'

const BODY_BYTES_MAX = 64 * 1024

/** @throws {AppError} over_limit as soon as the body is too large, invalid_input when it is not JSON or does not fit the schema, naming every field */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const body = await readBodyAtMost(context.req.raw, BODY_BYTES_MAX)
  const text = body === null ? '' : new TextDecoder().decode(body)
  let value: unknown
  try {
    value = text === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not JSON.', { cause })
  }
  return parse(schema, value)
}

/** @throws {AppError} invalid_input that names every parameter that does not fit */
export function readQuery<Schema extends z.ZodType>(context: Context, schema: Schema): z.infer<Schema> {
  return parse(schema, context.req.query())
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
  throw new AppError('invalid_input', problems.join('; '))
}
