/**
 * Statuses in the shape Mastodon documents (docs.joinmastodon.org/entities/Status, Account, Poll, MediaAttachment,
 * Quote). Written by hand for these tests: nothing was recorded from an instance, no text or account is real.
 */

export type Status = Readonly<Record<string, unknown>> & { readonly id: string; readonly uri: string }

export const START_AT = Date.parse('2026-11-21T12:00:00Z')

/** A local id as Mastodon makes them: the time in milliseconds above sixteen bits of sequence. */
export function localIdAt(at: number, sequence = 0): string {
  return String((BigInt(at) << 16n) + BigInt(sequence))
}

export function account(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: '1',
    username: 'ada',
    acct: 'ada',
    display_name: 'Ada',
    locked: false,
    bot: false,
    discoverable: true,
    group: false,
    created_at: '2022-11-05T00:00:00.000Z',
    note: '',
    url: 'https://home.example/@ada',
    followers_count: 12,
    following_count: 10,
    statuses_count: 3,
    emojis: [],
    fields: [],
    ...fields,
  }
}

type Place = { readonly n?: number; readonly at?: number }

/** The n-th status of a test, one second after the one before; `fields` replace or add. */
export function status(place: Place = {}, fields: Readonly<Record<string, unknown>> = {}): Status {
  const { n = 1, at = START_AT + n * 1_000 } = place
  const id = localIdAt(at, n)
  return {
    id,
    created_at: new Date(at).toISOString(),
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: 'en',
    uri: uriOf(n),
    url: `https://home.example/@ada/${n}`,
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    edited_at: null,
    content: `<p>The bridge is closed, ${n}.</p>`,
    reblog: null,
    account: account(),
    media_attachments: [],
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: null,
    ...fields,
  }
}

export function uriOf(n: number): string {
  return `https://home.example/users/ada/statuses/${n}`
}

/** Our id of a status made by `status`. */
export function postIdOf(n: number): string {
  return `mastodon:${uriOf(n)}`
}
