import { AppError } from '../../domain/errors.ts'
import { asInteger, asObject, asString } from '../../lib/unknown-json.ts'
import { asciiDomain } from '../../sources/mastodon/account-name.ts'
import type { MastodonApi } from './mastodon-api.ts'

/** What an instance says about itself that matters for writing there. */
export type InstanceRules = {
  /** Domain of its own accounts. */
  readonly domain: string
  readonly charactersMax: number
  /** What an address counts, however long it is; null: its own length. */
  readonly addressLength: number | null
}

/** @see https://docs.joinmastodon.org/user/posting/ (2026-11) */
const CHARACTERS = 500
/** Below that a reply could not be written. */
const CHARACTERS_MIN = 200
/** More is never used: a reply is short. */
const CHARACTERS_MAX = 2_000

/** @see https://docs.joinmastodon.org/methods/instance/ */
export async function readRules(api: MastodonApi, signal: AbortSignal): Promise<InstanceRules> {
  const info = asObject(await api.call({ path: '/api/v2/instance' }, signal).catch(elseEmpty))
  const statuses = asObject(asObject(info?.['configuration'])?.['statuses'])
  const characters = asInteger(statuses?.['max_characters']) ?? CHARACTERS
  const address = asInteger(statuses?.['characters_reserved_per_url'])
  return {
    domain: asciiDomain(asString(info?.['domain']) ?? '') ?? new URL(api.server).host,
    charactersMax: Math.min(Math.max(characters, CHARACTERS_MIN), CHARACTERS_MAX),
    addressLength: address !== null && address > 0 ? address : null,
  }
}

/** Older software has no such route: then the usual holds. */
function elseEmpty(thrown: unknown): unknown {
  if (thrown instanceof AppError && thrown.code === 'not_found') return {}
  throw thrown
}
