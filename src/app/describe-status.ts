import type { ArchiveStats } from '../archive/archive.ts'
import { type BudgetLimits, budgetsOf } from '../assistant/plugged/spending.ts'
import type { StatusJson } from '../contract/status.ts'
import type { SourceStatus } from '../desk/describe-source.ts'
import { sourceToJson } from '../desk/source-json.ts'
import type { Settings } from '../ledger/settings.ts'
import { listPrice } from '../models/language/prices.ts'
import type { ModelConfig } from './config.ts'

const EMBEDDED = { provider: 'verity', model: 'embedded', embedded: true } as const

/** The status line's content: what is stored, what arrives, what is connected, what answers. */
export function describeStatus(facts: {
  readonly version: string
  readonly stats: ArchiveStats
  readonly settings: Settings
  readonly sources: readonly SourceStatus[]
  readonly model: ModelConfig | null
  /** UTC milliseconds. */
  readonly now: number
}): StatusJson {
  const { version, stats, settings, sources, model, now } = facts
  return {
    version,
    posts: stats.posts,
    size_bytes: stats.sizeBytes,
    oldest_at: toIso(stats.oldestAt),
    newest_at: toIso(stats.newestAt),
    posts_per_second: sources.reduce((sum, source) => sum + (source.postsPerSecond ?? 0), 0),
    sources: sources.map((source) => sourceToJson(source, now)),
    engine:
      model === null ? EMBEDDED : { provider: new URL(model.url).host, model: model.id, embedded: false },
    budget: model === null ? null : budgetToJson(model),
    retention: { days: settings.retentionDays, size_bytes_max: settings.retentionSizeBytesMax },
    thumbnails: settings.thumbnails,
  }
}

function budgetToJson({ id, url, price, budget }: ModelConfig): NonNullable<StatusJson['budget']> {
  const { quick, deep } = budgetsOf(budget)
  const toJson = ({ callsMax, msMax, costUsdMax }: BudgetLimits) => ({
    ...{ calls_max: callsMax, ms_max: msMax, cost_usd_max: costUsdMax },
  })
  return {
    quick: toJson(quick),
    deep: toJson(deep),
    price_known: (price ?? listPrice(new URL(url).host, id)) !== null,
  }
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
