import type { ArchiveStats } from '../archive/archive.ts'
import type { SourceJson, StatusJson } from '../contract/status.ts'
import type { SourceStatus } from '../desk/source-stats.ts'
import type { Settings } from '../ledger/settings.ts'
import type { ModelConfig } from './config.ts'

const EMBEDDED = { provider: 'verity', model: 'embedded', embedded: true } as const

/** The status line's content: what is stored, what arrives, what is connected, what answers. */
export function describeStatus(facts: {
  readonly version: string
  readonly stats: ArchiveStats
  readonly settings: Settings
  readonly sources: readonly SourceStatus[]
  readonly model: ModelConfig | null
}): StatusJson {
  const { version, stats, settings, sources, model } = facts
  return {
    version,
    posts: stats.posts,
    size_bytes: stats.sizeBytes,
    oldest_at: toIso(stats.oldestAt),
    newest_at: toIso(stats.newestAt),
    posts_per_second: sources.reduce((sum, source) => sum + (source.postsPerSecond ?? 0), 0),
    sources: sources.map(sourceToJson),
    engine:
      model === null ? EMBEDDED : { provider: new URL(model.url).host, model: model.id, embedded: false },
    retention: { days: settings.retentionDays, size_bytes_max: settings.retentionSizeBytesMax },
  }
}

export function sourceToJson(source: SourceStatus): SourceJson {
  return {
    id: source.id,
    kind: source.kind,
    title: source.title,
    state: source.state,
    enabled: source.enabled,
    posts_per_second: source.postsPerSecond,
    last_event_at: toIso(source.lastEventAt),
    last_error: source.lastError,
    stored: source.stored,
    dropped: { ...source.dropped },
    parked: { ...source.parked },
    cursor: source.cursor,
  }
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
