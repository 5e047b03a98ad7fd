import { parseIsoTime } from '../../../lib/iso-time.ts'
import { asObject, asString } from '../../../lib/unknown-json.ts'
import { accountName } from '../../mastodon/account-name.ts'

/** Whose export this is. */
export type MastodonActor = {
  /** The actor's ActivityPub address. */
  readonly uri: string
  /** `user@domain` */
  readonly name: string
  readonly displayName: string | null
  readonly createdAt: number | null
}

const NAME_LENGTH_MAX = 500

/** Reads `actor.json`; null when it is not an account. */
export function readActor(text: string): MastodonActor | null {
  const actor = parseObject(text)
  const uri = asString(actor?.['id'])
  const name = nameOf(actor?.['webfinger'], uri) ?? nameOf(actor?.['preferredUsername'], uri)
  if (uri === null || name === null) return null
  const displayName = (asString(actor?.['name']) ?? '').replace(/\s+/g, ' ').trim().slice(0, NAME_LENGTH_MAX)
  return {
    uri,
    name,
    displayName: displayName === '' ? null : displayName.toWellFormed(),
    createdAt: parseIsoTime(asString(actor?.['published']) ?? ''),
  }
}

/**
 * The account an address belongs to, as far as the address says: `https://example.social/users/ana` is
 * `ana@example.social`. Newer accounts have a number there, which is a name of its own.
 */
export function actorOfUri(uri: string | null): MastodonActor | null {
  const last = uri === null || !URL.canParse(uri) ? '' : (new URL(uri).pathname.split('/').at(-1) ?? '')
  const name = nameOf(last.replace(/^@/, ''), uri)
  return uri === null || name === null ? null : { uri, name, displayName: null, createdAt: null }
}

function nameOf(written: unknown, uri: string | null): string | null {
  if (uri === null || !URL.canParse(uri)) return null
  return accountName(asString(written)?.replace(/^(?:acct:|@)/, ''), new URL(uri).host)
}

function parseObject(text: string) {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
