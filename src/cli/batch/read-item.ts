import type { z } from 'zod'
import { AppError } from '../../domain/errors.ts'

/** @throws {AppError} invalid_input that names every field that does not fit */
export function readItem<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'item'}: ${issue.message}`)
  throw new AppError('invalid_input', problems.join('; '))
}
