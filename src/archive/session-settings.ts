import { AppError } from '../domain/errors.ts'
import type { StatementSettings } from './connections.ts'
import { escapeField } from './escape-field.ts'

const NAME = /^[A-Za-z_]\w*$/

/**
 * Settings and parameters of one embedded session. The engine keeps what `SET` sets for the whole session;
 * this gives each statement exactly its own: what an earlier one set goes back to its default.
 */
export class SessionSettings {
  #lingering = new Set<string>()

  /** The `SET …; ` to put before a statement, or nothing. Parameters are in their text form. */
  prefix(settings: StatementSettings, paramTexts: Readonly<Record<string, string>>): string {
    const wanted = Object.keys(settings)
    const assignments = [
      ...[...this.#lingering].filter((name) => !wanted.includes(name)).map((name) => `${name} = DEFAULT`),
      ...Object.entries(settings).map(([name, value]) => assignment(name, value)),
      ...Object.entries(paramTexts).map(([name, text]) => assignment(`param_${name}`, text)),
    ]
    this.#lingering = new Set(wanted)
    return assignments.length === 0 ? '' : `SET ${assignments.join(', ')}; `
  }
}

function assignment(name: string, value: string | number): string {
  if (!NAME.test(name))
    throw new AppError('invalid_input', `"${name}" is not the name of a setting or parameter.`)
  return `${name} = ${typeof value === 'number' ? String(value) : `'${escapeField(value)}'`}`
}
