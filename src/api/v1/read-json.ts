import type { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import { readBodyAtMost } from '../../ledger/read-body.ts'
import { TooLargeError } from './errors.ts'
import type { V1Context } from './v1-environment.ts'

/** Conversations may carry pictures. */
export const BODY_BYTES_MAX = 20 * 1024 * 1024
/** Fields whose names are shown in one message. */
const PROBLEMS_MAX = 5

/**
 * @throws {TooLargeError} as soon as the body is larger than is read
 * @throws {AppError} invalid_input when it is not JSON or does not fit, naming the field
 */
export async function readJson<Schema extends z.ZodType>(
  context: V1Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const body = await readBytes(context, BODY_BYTES_MAX)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is not JSON.', { cause })
  }
  return parseInput(schema, value)
}

export async function readBytes(context: V1Context, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new TooLargeError(`The body is larger than ${bytesMax} bytes.`)
  if (Number(context.req.header('content-length') ?? 0) > bytesMax) throw tooLarge()
  try {
    return (await readBodyAtMost(context.req.raw, bytesMax)) ?? new Uint8Array()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'over_limit') throw tooLarge()
    throw thrown
  }
}

/** @throws {AppError} invalid_input that names the field */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.flatMap(describeIssue).slice(0, PROBLEMS_MAX)
  const message = problems.map((problem) => problem.message).join(' ')
  throw new AppError('invalid_input', message, { param: problems[0]?.param ?? null })
}

type Problem = { readonly param: string | null; readonly message: string }

function describeIssue(issue: z.core.$ZodIssue): Problem[] {
  const path = pathOf(issue.path)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const param = path === null ? key : `${path}.${key}`
      return { param, message: `Unsupported parameter: '${param}'.` }
    })
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that came closest says best what is wrong.
    const nearest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? []
    if (nearest.length > 0 && nearest.some(({ path: inner }) => inner.length > 0))
      return nearest.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }))
  }
  return [{ param: path, message: `${path ?? 'body'}: ${issue.message}.` }]
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length))
}

function pathOf(path: readonly PropertyKey[]): string | null {
  if (path.length === 0) return null
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at === 0 ? '' : '.'}${String(part)}`))
    .join('')
}
