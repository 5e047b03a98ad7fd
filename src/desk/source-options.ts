import type { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import { optionFields } from './source-fields.ts'
import type { SourceKind } from './source-kind.ts'

export type SourceOptions = Readonly<Record<string, unknown>>

/**
 * Checks options against their kind.
 *
 * @returns what the kind's functions take
 * @throws {AppError} invalid_input that names every problem and what is allowed; no value of a secret is repeated
 */
export function parseOptions(kind: SourceKind, options: SourceOptions): unknown {
  const parsed = kind.options.safeParse(options)
  if (parsed.success) return parsed.data
  const problems = [...new Set(parsed.error.issues.flatMap((issue) => explain(kind, issue)))]
  const hide = hideSecrets(secretValues(kind, options))
  throw new AppError('invalid_input', hide(`${kind.title}: ${problems.join('; ')}.`))
}

/** The options without secrets, and the secrets that are set. Nothing is kept for an option that is null. */
export function splitSecrets(kind: SourceKind, options: SourceOptions) {
  const entries = Object.entries(options).filter(([, value]) => value !== null && value !== undefined)
  const isSecret = ([name]: [string, unknown]) => kind.secrets.includes(name)
  return {
    open: Object.fromEntries(entries.filter((entry) => !isSecret(entry))) as SourceOptions,
    secret: Object.fromEntries(entries.filter(isSecret)) as SourceOptions,
  }
}

/**
 * Makes a function that takes secrets out of a text, also as they look in an address. For what others wrote: an error
 * of a network, an item that it sent.
 */
export function hideSecrets(secrets: readonly string[]): (text: string) => string {
  const written = secrets.filter((secret) => secret.length > 0)
  const all = [...new Set(written.flatMap((secret) => [secret, encodeURIComponent(secret)]))]
  all.sort((a, b) => b.length - a.length)
  return (text) => all.reduce((hidden, secret) => hidden.replaceAll(secret, '•••'), text)
}

export function secretValues(kind: SourceKind, options: SourceOptions): string[] {
  const values = kind.secrets.map((name) => options[name])
  return values.filter((value) => typeof value === 'string')
}

function explain(kind: SourceKind, issue: z.core.$ZodIssue): string[] {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const allowed = optionFields(kind).map(({ name }) => name)
    const there = allowed.length === 0 ? 'it takes none' : `allowed: ${allowed.join(', ')}`
    return issue.keys.map((key) => `there is no option ${[path, key].filter(Boolean).join('.')}, ${there}`)
  }
  if (issue.code === 'invalid_union' && path === '')
    return issue.errors.flat().flatMap((each) => explain(kind, each))
  if (issue.code === 'invalid_value') return [`${path} must be one of: ${issue.values.join(', ')}`]
  if (issue.code === 'invalid_type') {
    return [isMissing(issue) ? `${path} is missing` : `${path} must be ${aTypeOf(issue.expected)}`]
  }
  return [path === '' ? bare(issue.message) : `${path}: ${bare(issue.message)}`]
}

/** Zod keeps what it read to itself; its own words say that there was nothing. */
function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.message.endsWith('received undefined')
}

function aTypeOf(expected: string): string {
  return expected === 'array' ? 'a list' : expected === 'int' ? 'a whole number' : `a ${expected}`
}

function bare(message: string): string {
  return message.replace(/\.$/, '')
}
