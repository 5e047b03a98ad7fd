/**
 * Messages in the shape Jetstream documents for `/subscribe` (bluesky-social/jetstream, docs/README.md section 5.1)
 * around records in the shape of the app.bsky.feed.post lexicon. Written by hand for these tests: no message was
 * recorded from the network, no text or account is real.
 */

export type Message = Readonly<Record<string, unknown>> & { readonly time_us: number }

export const ALICE = 'did:plc:alicealicealicealicealic'
export const BOB = 'did:plc:bobbobbobbobbobbobbobbob'

const SEEN_US = Date.parse('2026-11-21T12:00:00Z') * 1_000

type Place = { readonly did?: string; readonly rkey?: string; readonly timeUs?: number }

/** A post record; `fields` replace or add. */
export function postRecord(
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    $type: 'app.bsky.feed.post',
    createdAt: '2026-11-21T11:59:59.500Z',
    langs: ['en'],
    text: 'The bridge over the river is closed.',
    ...fields,
  }
}

export function created(place: Place & { record?: unknown } = {}): Message {
  return commit('create', place, {
    cid: CID,
    record: place.record === undefined ? postRecord() : place.record,
  })
}

export function updated(place: Place & { record?: unknown } = {}): Message {
  return commit('update', place, { cid: CID, record: place.record ?? postRecord() })
}

export function deleted(place: Place = {}): Message {
  return commit('delete', place, {})
}

/** A like or a repost of the post at an AT URI. */
export function reaction(kind: 'like' | 'repost', uri: string, place: Place = {}): Message {
  const record = {
    $type: `app.bsky.feed.${kind}`,
    createdAt: '2026-11-21T12:00:00Z',
    subject: { cid: CID, uri },
  }
  return commit('create', place, { cid: CID, collection: `app.bsky.feed.${kind}`, record })
}

export function accountStatus(place: Place & { active: boolean; status?: string }): Message {
  const { did = ALICE, timeUs = SEEN_US, active, status } = place
  const account = {
    active,
    did,
    seq: 1409753013,
    time: '2026-11-21T12:00:00.000Z',
    ...(status && { status }),
  }
  return { did, time_us: timeUs, kind: 'account', account }
}

export function identity(place: Place = {}): Message {
  const { did = ALICE, timeUs = SEEN_US } = place
  const change = { did, handle: 'alice.test', seq: 1409752997, time: '2026-11-21T12:00:00.000Z' }
  return { did, time_us: timeUs, kind: 'identity', identity: change }
}

/** Our id of a post made by `created`. */
export function idOf(place: Place = {}): string {
  return `bluesky:at://${place.did ?? ALICE}/app.bsky.feed.post/${place.rkey ?? '3m64wz3tapc2a'}`
}

const CID = 'bafyreidwaivazkwu67xztlmuobx35hs2lnfh3kolmgfmucldvhd3sgzcqi'

function commit(operation: string, place: Place, body: Readonly<Record<string, unknown>>): Message {
  const { did = ALICE, rkey = '3m64wz3tapc2a', timeUs = SEEN_US } = place
  return {
    did,
    time_us: timeUs,
    kind: 'commit',
    commit: { rev: '3m64wz3txqs2a', operation, collection: 'app.bsky.feed.post', rkey, ...body },
  }
}
