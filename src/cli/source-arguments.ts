import { type SourceFilterPatchJson, sourceFilterPatchSchema } from '../contract/sources.ts'
import { type OptionField, optionFields } from '../desk/source-fields.ts'
import { filterFromJson } from '../desk/source-json.ts'
import type { SourceKind } from '../desk/source-kind.ts'
import type { SourceOptions } from '../desk/source-options.ts'
import { AppError } from '../domain/errors.ts'
import type { SourceFilter } from '../domain/source-filter.ts'
import { type CommandOptions, type ParsedArguments, textOption } from './command.ts'

export const SOURCE_OPTIONS = {
  set: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    describe: 'add, change: an option of the kind; may repeat',
  },
  secret: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    describe: 'add, change: read this option from standard input',
  },
  unset: { type: 'string', multiple: true, value: 'NAME', describe: 'change: take an option away' },
  title: { type: 'string', value: 'TEXT', describe: 'add, change: what to call the source' },
} as const satisfies CommandOptions

/** Each part of the filter; an empty value takes the part away. */
export const FILTER_OPTIONS = {
  languages: {
    type: 'string',
    value: 'en,fr',
    describe: 'filter, add: only these languages; und: unknown ones',
  },
  any: {
    type: 'string',
    value: 'WORDS',
    describe: 'filter, add: only posts with one of these words or phrases',
  },
  none: { type: 'string', value: 'WORDS', describe: 'filter, add: no posts with one of these' },
  allow: {
    type: 'string',
    value: 'ACCOUNTS',
    describe: 'filter, add: only these accounts; *@host: any there',
  },
  deny: { type: 'string', value: 'ACCOUNTS', describe: 'filter, add: not these accounts' },
  share: { type: 'string', value: '0.1', describe: 'filter, add: keep only this share of posts' },
  clear: { type: 'boolean', describe: 'filter: keep everything from now on' },
} as const satisfies CommandOptions

const LIST_PARTS = {
  languages: 'languages',
  any: 'keywords_any',
  none: 'keywords_none',
  allow: 'accounts_allow',
  deny: 'accounts_deny',
} as const satisfies Partial<Record<keyof typeof FILTER_OPTIONS, keyof SourceFilterPatchJson>>

/** The filter as far as the arguments name it. @throws {AppError} invalid_input that names what does not fit */
export function filterArguments(parsed: ParsedArguments): Partial<SourceFilter> {
  const share = textOption(parsed, 'share')
  const lists = Object.entries(LIST_PARTS).flatMap(([option, part]) => {
    const text = textOption(parsed, option)
    return text === undefined ? [] : [[part, splitList(text)]]
  })
  const given = {
    ...Object.fromEntries(lists),
    ...(share !== undefined && { share01: share === '' ? 1 : Number(share) }),
  }
  const checked = sourceFilterPatchSchema.safeParse(given)
  if (checked.success) return filterFromJson(checked.data)
  const problems = checked.error.issues.map(({ path, message }) => `${optionOf(path[0])}: ${message}`)
  throw new AppError('invalid_input', problems.join('; '))
}

function optionOf(part: PropertyKey | undefined): string {
  const listed = Object.entries(LIST_PARTS).find(([, name]) => name === part)
  return `--${listed?.[0] ?? 'share'}`
}

/** What `--set` and `--unset` say. @throws {AppError} invalid_input when a value is not what its option takes */
export function optionArguments(kind: SourceKind, parsed: ParsedArguments): SourceOptions {
  const fields = new Map(optionFields(kind).map((field) => [field.name, field]))
  const options: Record<string, unknown> = {}
  for (const word of texts(parsed, 'set')) {
    const at = word.indexOf('=')
    if (at < 1) throw new AppError('invalid_input', `--set takes NAME=VALUE; got "${word.slice(0, 40)}".`)
    const [name, value] = [word.slice(0, at), readValue(fields.get(word.slice(0, at)), word.slice(at + 1))]
    const before = options[name]
    options[name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value
  }
  for (const name of texts(parsed, 'unset')) options[name] = null
  return options
}

export function texts(parsed: ParsedArguments, name: string): readonly string[] {
  const value = parsed.values[name]
  return Array.isArray(value) ? value : []
}

/** An option that does not exist stays a text: the check of the kind names it and lists those there are. */
function readValue(field: OptionField | undefined, text: string): unknown {
  switch (field?.input) {
    case 'number':
      return text.trim() === '' ? Number.NaN : Number(text)
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'list':
      return field.itemName === null ? splitList(text) : [{ [field.itemName]: text }]
    case 'json':
      return readJson(field.name, text)
    default:
      return text
  }
}

function readJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_input', `--set ${name}=… takes JSON.`, { cause })
  }
}

function splitList(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim())
  return parts.filter((part) => part !== '')
}
