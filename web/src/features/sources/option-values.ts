import type { OptionFieldJson } from '../../../../src/contract/sources.ts'
import type { Words } from '../../shared/i18n/use-words.ts'

/** What a form holds: texts as they are typed, so that half a number can stand in a field. */
export type OptionTexts = Readonly<Record<string, string>>

type Options = Readonly<Record<string, unknown>>

/** The form of options that are set, or of the defaults of a new source. A secret is never shown: its field is empty. */
export function textsOf(fields: readonly OptionFieldJson[], options: Options): OptionTexts {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      field.secret ? '' : textOf(field, options[field.name] ?? field.default),
    ]),
  )
}

function textOf(field: OptionFieldJson, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (field.input === 'list' && isPlainList(field, value)) {
    const items = value.map((item) => (field.item_name === null ? item : item[field.item_name]))
    return items.join('\n')
  }
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}

/** A list whose entries hold more than one text is edited as JSON, so that nothing of them is lost. */
function isPlainList(field: OptionFieldJson, value: unknown): value is Record<string, string>[] {
  return (
    Array.isArray(value) &&
    (field.item_name === null || value.every((item) => Object.keys(item).length === 1))
  )
}

export function isTypedAsJson({ input, item_name }: OptionFieldJson, text: string): boolean {
  return input === 'json' || (input === 'list' && item_name !== null && text.trimStart().startsWith('['))
}

/** What is wrong with a field, in words; null when nothing is. The server checks what only it can know. */
export function problemOf(
  { t }: Words,
  field: OptionFieldJson,
  text: string,
  hasSecret: boolean,
): string | null {
  if (text.trim() === '') return field.required && !(field.secret && hasSecret) ? t('option.required') : null
  if (isTypedAsJson(field, text)) return isJson(text) ? null : t('option.notJson')
  if (field.input !== 'number') return null
  const value = numberOf(text)
  if (Number.isNaN(value)) return t('option.notNumber')
  const { min, max } = field
  if ((min === null || value >= min) && (max === null || value <= max)) return null
  if (min !== null && max !== null) return t('option.range', { min, max })
  return min === null ? t('option.atMost', { max: max ?? 0 }) : t('option.atLeast', { min })
}

/**
 * The options that the texts stand for. An empty field leaves its option away, but for a list that would then be what it
 * is by default. With `before`, only what differs from it is named, and null takes an option away that was set.
 */
export function optionsOf(
  fields: readonly OptionFieldJson[],
  texts: OptionTexts,
  before: OptionTexts | null = null,
): Record<string, unknown> {
  const options: Record<string, unknown> = {}
  for (const field of fields) {
    const text = texts[field.name] ?? ''
    if (before !== null && text === before[field.name]) continue
    if (text.trim() !== '') options[field.name] = readText(field, text)
    else if (field.input === 'list' && field.default !== null) options[field.name] = []
    else if (before !== null && !field.secret) options[field.name] = null
  }
  return options
}

function readText(field: OptionFieldJson, text: string): unknown {
  if (isTypedAsJson(field, text)) return JSON.parse(text)
  switch (field.input) {
    case 'number':
      return numberOf(text)
    case 'boolean':
      return text === 'true'
    case 'list':
      return linesOf(text).map((line) => (field.item_name === null ? line : { [field.item_name]: line }))
    default:
      return text.trim()
  }
}

export function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '')
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A French reader types 0,5. */
function numberOf(text: string): number {
  return Number(text.trim().replace(',', '.'))
}
