import type { Context } from 'hono'
import type { z } from 'zod'
import { AppError } from '../domain/errors.ts'

const BODY_BYTES_MAX = 64 * 1024

/** @throws {AppError} invalid_input when the body is not JSON or does not fit the schema, naming every field */
export async function readBody<Schema extends z.ZodType>(
  context: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const length = Number(context.req.header('content-length') ?? 0)
  if (length > BODY_BYTES_MAX)
    throw new AppError('over_limit', `The body is larger than ${BODY_BYTES_MAX} bytes.`)
  const text = await context.req.text()
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
