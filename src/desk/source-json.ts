import type {
  SourceDetailJson,
  SourceFilterJson,
  SourceFilterPatchJson,
  SourceJson,
  SourceKindJson,
} from '../contract/sources.ts'
import type { SourceFilter } from '../domain/source-filter.ts'
import type { SourceStatus } from './describe-source.ts'
import { optionFields } from './source-fields.ts'
import type { SourceKind } from './source-kind.ts'

/** A source as HTTP and the command line show it. @param now UTC milliseconds */
export function sourceToJson(source: SourceStatus, now: number): SourceJson {
  const { lastEventAt, lastReceivedAt, lastError, errors } = source
  const isDated = lastEventAt !== null && lastReceivedAt !== null
  return {
    id: source.id,
    kind: source.kind,
    title: source.title,
    state: source.state,
    enabled: source.enabled,
    posts_per_second: source.postsPerSecond,
    last_event_at: toIso(lastEventAt),
    last_received_at: toIso(lastReceivedAt),
    lag_ms: lastEventAt === null ? null : Math.max(0, now - lastEventAt),
    delay_ms: isDated ? Math.max(0, lastReceivedAt - lastEventAt) : null,
    last_error: lastError,
    last_error_at: toIso(lastError === null ? null : (errors.at(-1)?.lastAt ?? null)),
    stored: source.stored,
    dropped: { ...source.dropped },
    parked: { ...source.parked },
    cursor: source.cursor,
  }
}

/** @param kind null where this version does not know it */
export function sourceDetailToJson(
  source: SourceStatus,
  kind: SourceKind | null,
  now: number,
): SourceDetailJson {
  const secrets = kind?.secrets ?? source.secretsSet
  return {
    ...sourceToJson(source, now),
    options: { ...source.options },
    secrets_set: Object.fromEntries(secrets.map((name) => [name, source.secretsSet.includes(name)])),
    filter: filterToJson(source.filter),
    errors: source.errors.map(({ firstAt, lastAt, count, message }) => ({
      ...{ count, message },
      first_at: iso(firstAt),
      last_at: iso(lastAt),
    })),
    parked_samples: source.parkedSamples.map(({ at, ...sample }) => ({ ...sample, at: iso(at) })),
    parts: [...source.parts],
    rechecked_at: toIso(source.recheckedAt),
    dropped_samples: source.droppedSamples.map(({ at, source: _, ...sample }) => ({
      ...sample,
      at: iso(at),
    })),
  }
}

export function kindToJson(kind: SourceKind): SourceKindJson {
  const fields = optionFields(kind).map((field) => ({
    name: field.name,
    input: field.input,
    secret: field.isSecret,
    required: field.isRequired,
    main: field.isMain,
    default: field.defaultValue,
    choices: [...field.choices],
    item_name: field.itemName,
    min: field.min,
    max: field.max,
    description: field.describe,
  }))
  return { kind: kind.kind, title: kind.title, fields, backfills: [...(kind.backfills ?? [])] }
}

export function filterToJson(filter: SourceFilter): SourceFilterJson {
  return {
    languages: [...filter.languages],
    keywords_any: [...filter.keywordsAny],
    keywords_none: [...filter.keywordsNone],
    accounts_allow: [...filter.accountsAllow],
    accounts_deny: [...filter.accountsDeny],
    share01: filter.share01,
  }
}

/** Only the parts that are named. */
export function filterFromJson(patch: SourceFilterPatchJson): Partial<SourceFilter> {
  const { languages, keywords_any, keywords_none, accounts_allow, accounts_deny, share01 } = patch
  return {
    ...(languages !== undefined && { languages }),
    ...(keywords_any !== undefined && { keywordsAny: keywords_any }),
    ...(keywords_none !== undefined && { keywordsNone: keywords_none }),
    ...(accounts_allow !== undefined && { accountsAllow: accounts_allow }),
    ...(accounts_deny !== undefined && { accountsDeny: accounts_deny }),
    ...(share01 !== undefined && { share01 }),
  }
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : iso(ms)
}

/** A date beyond what ISO 8601 writes is shown as the last one that it does. */
function iso(ms: number): string {
  return new Date(Math.min(Math.max(ms, -8.64e15), 8.64e15)).toISOString()
}
