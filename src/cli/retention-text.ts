import type { ArchiveUsage } from '../archive/archive.ts'
import { AppError } from '../domain/errors.ts'
import type { Settings } from '../ledger/settings.ts'
import { type CommandOptions, type ParsedArguments, textOption } from './command.ts'

export const RETENTION_OPTIONS = {
  days: { type: 'string', value: 'N|none', describe: 'retention: how long it is kept; none: as the others' },
  size: {
    type: 'string',
    value: '2GB|none',
    describe: 'retention: how much of it is kept; none: as the others',
  },
} as const satisfies CommandOptions

const UNITS = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 } as const

/**
 * What the arguments change; null when they only ask.
 *
 * @param whose `all`, `pages`, or the `source` of posts
 * @throws {AppError} invalid_input when a value is none, or there is nothing to change it for
 */
export function retentionPatch(
  parsed: ParsedArguments,
  whose: string,
  settings: Settings,
): Partial<Settings> | null {
  const days = numberOf(textOption(parsed, 'days'), 'days', (text) => Number(text))
  const size = numberOf(textOption(parsed, 'size'), 'size', bytesOf)
  if (days === undefined && size === undefined) return null
  if (whose === '')
    throw new AppError('invalid_input', 'Say whose: all, pages, or the name of one network such as bluesky.')
  if (whose === 'all' || whose === 'pages') {
    if (days === null || size === null)
      throw new AppError('invalid_input', 'none leaves a network to the limits of all; these need a number.')
    return whose === 'all'
      ? { ...(days && { retentionDays: days }), ...(size && { retentionSizeBytesMax: size }) }
      : { ...(days && { pagesDays: days }), ...(size && { pagesSizeBytesMax: size }) }
  }
  const before = settings.retentionByNetwork[whose] ?? { days: null, sizeBytesMax: null }
  const limits = {
    days: days === undefined ? before.days : days,
    sizeBytesMax: size === undefined ? before.sizeBytesMax : size,
  }
  const { [whose]: _, ...others } = settings.retentionByNetwork
  const isNone = limits.days === null && limits.sizeBytesMax === null
  return { retentionByNetwork: isNone ? others : { ...others, [whose]: limits } }
}

/** Limits and what is there, a line for each network. */
export function retentionTable(settings: Settings, { networks, pages }: ArchiveUsage): string {
  const names = [...new Set([...Object.keys(networks), ...Object.keys(settings.retentionByNetwork)])]
  const rows = [
    ['WHOSE', 'DAYS', 'AT MOST', 'POSTS', 'SIZE'],
    ['all', String(settings.retentionDays), sizeText(settings.retentionSizeBytesMax), '', ''],
    ...names.map((name) => {
      const limits = settings.retentionByNetwork[name]
      const there = networks[name]
      return [
        name,
        limits?.days == null ? '-' : String(limits.days),
        limits?.sizeBytesMax == null ? '-' : sizeText(limits.sizeBytesMax),
        String(there?.posts ?? 0),
        sizeText(there?.sizeBytes ?? 0),
      ]
    }),
    [
      ...['pages', String(settings.pagesDays), sizeText(settings.pagesSizeBytesMax)],
      ...[String(pages.pages), sizeText(pages.sizeBytes)],
    ],
  ]
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function retentionToJson(settings: Settings, { networks, pages }: ArchiveUsage) {
  return {
    all: { days: settings.retentionDays, size_bytes_max: settings.retentionSizeBytesMax },
    networks: Object.fromEntries(
      [...new Set([...Object.keys(networks), ...Object.keys(settings.retentionByNetwork)])].map((name) => [
        name,
        {
          days: settings.retentionByNetwork[name]?.days ?? null,
          size_bytes_max: settings.retentionByNetwork[name]?.sizeBytesMax ?? null,
          posts: networks[name]?.posts ?? 0,
          size_bytes: networks[name]?.sizeBytes ?? 0,
        },
      ]),
    ),
    pages: {
      ...{ days: settings.pagesDays, size_bytes_max: settings.pagesSizeBytesMax },
      ...{ pages: pages.pages, size_bytes: pages.sizeBytes },
    },
  }
}

function numberOf(
  text: string | undefined,
  name: string,
  read: (text: string) => number,
): number | null | undefined {
  if (text === undefined) return undefined
  if (text === 'none') return null
  const value = text.trim() === '' ? Number.NaN : read(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new AppError(
    'invalid_input',
    `--${name} takes a number${name === 'size' ? ' such as 2GB' : ''}; got "${text}".`,
  )
}

function bytesOf(text: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)\s*([kmgt]b)?$/i.exec(text.trim()) ?? []
  const factor = unit === '' ? 1 : UNITS[unit.toLowerCase() as keyof typeof UNITS]
  return number === '' ? Number.NaN : Math.round(Number(number) * factor)
}

function sizeText(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`
}
