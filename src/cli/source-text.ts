import type { SourceDetailJson, SourceFilterJson, SourceJson, SourceKindJson } from '../contract/sources.ts'
import { visibleText } from '../domain/text/safe-text.ts'

const HEAD = ['ID', 'STATE', 'POSTS/S', 'LAG', 'STORED', 'LEFT OUT', 'NOW'] as const

/** A table of sources, one a line. */
export function sourceTable(sources: readonly SourceJson[]): string {
  const rows = sources.map((source) => [
    source.id,
    source.state,
    source.posts_per_second === null ? '-' : source.posts_per_second.toFixed(1),
    duration(source.lag_ms),
    String(source.stored),
    String(total(source.dropped) + total(source.parked)),
    oneLine(source.last_error ?? source.title),
  ])
  const widths = HEAD.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, at) => (at === HEAD.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  ')
  return [HEAD, ...rows].map(line).join('\n')
}

/** Everything about one source, a fact a line. */
export function sourceDetails(source: SourceDetailJson): string {
  const facts: readonly (readonly [string, string])[] = [
    ['title', source.title],
    ['kind', source.kind],
    ['state', source.last_error === null ? source.state : `${source.state}: ${source.last_error}`],
    ['posts/s', source.posts_per_second === null ? '-' : source.posts_per_second.toFixed(1)],
    ['lag', lagText(source)],
    ['last event', source.last_event_at ?? 'none yet'],
    ['cursor', source.cursor ?? 'none yet'],
    ['stored', String(source.stored)],
    ['dropped', counted(source.dropped)],
    ['parked', counted(source.parked)],
    ...Object.entries(source.options).map(([name, value]) => [name, optionText(value)] as const),
    ...Object.entries(source.secrets_set).map(([name, isSet]) => [name, isSet ? 'set' : 'not set'] as const),
    ['filter', filterText(source.filter)],
    ...(source.rechecked_at === null ? [] : [['rechecked', source.rechecked_at] as const]),
    ...source.parts.map(
      ({ name, state, note }) => [state, note === null ? name : `${name}: ${note}`] as const,
    ),
    ...source.errors.map(
      ({ last_at, count, message }) =>
        ['error', `${last_at}${count > 1 ? `, ${count} times` : ''}: ${message}`] as const,
    ),
    ...source.dropped_samples.map(({ reason, id, text }) => [`dropped: ${reason}`, `${id} ${text}`] as const),
    ...source.parked_samples.map(({ reason, raw }) => [`parked: ${reason}`, raw] as const),
  ]
  return [source.id, ...facts.map(([name, value]) => `  ${name.padEnd(12)} ${oneLine(value)}`)].join('\n')
}

export function kindDetails({ kind, title, fields, backfills }: SourceKindJson): string {
  const lines = fields.map((field) => {
    const takes = field.input === 'choice' ? field.choices.join('|') : field.input
    const marks = [
      field.required ? 'required' : null,
      field.secret ? 'secret' : null,
      defaultText(field.default),
    ]
    const notes = [takes, ...marks.filter((mark) => mark !== null)].join(', ')
    return `  ${field.name.padEnd(16)} ${notes}${field.description === null ? '' : `. ${field.description}`}`
  })
  const older = backfills.map(({ name, target }) => `  backfill ${name}: ${target}`)
  return [`${kind} (${title})`, ...(lines.length === 0 ? ['  takes no options'] : lines), ...older].join('\n')
}

export function filterText(filter: SourceFilterJson): string {
  const { share01, ...lists } = filter
  const parts = Object.entries(lists).flatMap(([name, list]) =>
    list.length === 0 ? [] : [`${name.replace('_', ' ')}: ${list.join(', ')}`],
  )
  if (share01 < 1) parts.push(`share: ${share01}`)
  return parts.length === 0 ? 'none, everything is kept' : parts.join('; ')
}

function lagText({ lag_ms: lag, delay_ms: delay }: SourceJson): string {
  if (lag === null) return 'not known yet'
  return `${duration(lag)} behind; the last event arrived ${duration(delay)} late`
}

function defaultText(value: unknown): string | null {
  return value === null || value === undefined ? null : `default ${optionText(value)}`
}

function optionText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function counted(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([reason, count]) => `${count} ${reason}`)
  return parts.length === 0 ? '0' : parts.join(', ')
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function duration(ms: number | null): string {
  if (ms === null) return '-'
  if (ms < 1_000) return `${ms} ms`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}

/** What others wrote may not move the cursor or colour the terminal. */
function oneLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').slice(0, 300)
}
