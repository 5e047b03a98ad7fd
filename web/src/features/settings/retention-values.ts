import { type SettingsJson, settingsSchema } from '../../../../src/contract/account.ts'

/** GB as disks count them, like the server's own bound. */
const GB = 1_000_000_000

/** What stands in the two fields of a line; empty is "as all" where that is allowed. */
export type LimitTexts = { readonly days: string; readonly size: string }
/** `all`, `pages`, and networks by name as `network:bluesky`. */
export type RetentionTexts = Readonly<Record<string, LimitTexts>>

/** A line that cannot be saved, and which of its fields. `leastGb` where it is the size. */
export type Problem = {
  readonly line: string
  readonly field: 'days' | 'size'
  readonly leastGb: number
}

export const networkLine = (network: string): string => `network:${network}`

/** The fields as the settings fill them; every network that is named gets a line. */
export function textsOf(settings: SettingsJson, networks: readonly string[]): RetentionTexts {
  const { retention_by_network: limits = {} } = settings
  return {
    all: { days: String(settings.retention_days), size: gigabytes(settings.retention_size_bytes_max) },
    ...Object.fromEntries(
      networks.map((network) => {
        const { days = null, size_bytes_max = null } = limits[network] ?? {}
        return [
          networkLine(network),
          { days: days === null ? '' : String(days), size: gigabytes(size_bytes_max) },
        ]
      }),
    ),
    pages: {
      days: String(settings.pages_days ?? ''),
      size: gigabytes(settings.pages_size_bytes_max ?? null),
    },
  }
}

/** The settings that the fields ask for; what cannot be read is not a number and fails `problemsOf`. */
export function settingsOf(
  texts: RetentionTexts,
  settings: SettingsJson,
  networks: readonly string[],
): SettingsJson {
  const line = (name: string) => texts[name] ?? { days: '', size: '' }
  const limits = networks.map((network) => {
    const { days, size } = line(networkLine(network))
    return [network, { days: numberOrNull(days), size_bytes_max: bytesOrNull(size) }] as const
  })
  const set = limits.filter(([, { days, size_bytes_max }]) => days !== null || size_bytes_max !== null)
  return {
    ...settings,
    retention_days: numberOf(line('all').days),
    retention_size_bytes_max: bytesOf(line('all').size),
    retention_by_network: Object.fromEntries(set),
    ...(settings.pages_days !== undefined && {
      pages_days: numberOf(line('pages').days),
      pages_size_bytes_max: bytesOf(line('pages').size),
    }),
  }
}

const LEAST_GB = { all: 0.1, pages: 0.01, network: 0.001 }

/** Every field that cannot be saved, by the server's own bounds. */
export function problemsOf(wanted: SettingsJson): Problem[] {
  const parsed = settingsSchema.safeParse(wanted)
  return (parsed.error?.issues ?? []).flatMap(({ path: [key, network, part] }): Problem[] => {
    if (key === 'retention_by_network')
      return [
        {
          line: networkLine(String(network)),
          field: part === 'days' ? 'days' : 'size',
          leastGb: LEAST_GB.network,
        },
      ]
    const of = String(key).startsWith('pages') ? 'pages' : 'all'
    return [{ line: of, field: String(key).includes('days') ? 'days' : 'size', leastGb: LEAST_GB[of] }]
  })
}

/** A French reader types 0,5. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.'))
}

function numberOrNull(text: string): number | null {
  return text.trim() === '' ? null : numberOf(text)
}

function bytesOf(text: string): number {
  return Math.round(numberOf(text) * GB)
}

function bytesOrNull(text: string): number | null {
  return text.trim() === '' ? null : bytesOf(text)
}

function gigabytes(bytes: number | null): string {
  return bytes === null ? '' : String(bytes / GB)
}
