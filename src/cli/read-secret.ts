import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '../domain/errors.ts'
import type { CommandContext } from './command.ts'

const SECRET_LENGTH_MAX = 4_096

/**
 * Reads secrets from standard input, one a line, so that they stand in no shell history and no list of processes. At a
 * terminal each is asked for, and what is typed is not shown.
 *
 * @param names what to ask for; each at most once
 * @throws {AppError} invalid_input when a line is missing, empty or too long
 */
export async function readSecrets(
  { stdin, stderr }: Pick<CommandContext, 'stdin' | 'stderr'>,
  names: readonly string[],
): Promise<Record<string, string>> {
  if (names.length === 0) return {}
  const isTerminal = 'isTTY' in stdin && stdin.isTTY === true
  const lines = createInterface({
    input: stdin,
    output: isTerminal ? silent() : undefined,
    terminal: isTerminal,
  })
  const next = lines[Symbol.asyncIterator]()
  const secrets: Record<string, string> = {}
  try {
    for (const name of names) {
      if (isTerminal) stderr.write(`${name}: `)
      const { value, done } = await next.next()
      if (isTerminal) stderr.write('\n')
      secrets[name] = checked(name, done ? '' : value.trim())
    }
  } finally {
    lines.close()
  }
  return secrets
}

function checked(name: string, secret: string): string {
  if (secret !== '' && secret.length <= SECRET_LENGTH_MAX) return secret
  throw new AppError(
    'invalid_input',
    `--secret ${name} reads one line of standard input, at most ${SECRET_LENGTH_MAX} characters, and found none.`,
  )
}

function silent(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}
