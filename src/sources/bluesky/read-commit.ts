import { BytesWrapper } from '@atcute/cbor'
import { isCidLink } from '@atcute/cid'
import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'
import { decodeCbor } from './decode-cbor.ts'
import { type NetworkEvent, readRecordChange } from './network-event.ts'
import { isDid } from './post-id.ts'
import { type Blocks, isBlockGenuine, readBlocks } from './read-blocks.ts'
import type { ParkedReason } from './reasons.ts'

/** What a `#commit` says about itself; nothing of it was checked against its blocks yet. */
export type CommitMessage = {
  readonly did: string
  readonly rev: string
  /** Address of the signed commit. */
  readonly commit: string
  /** Root of the tree before this commit; null on servers that do not say. */
  readonly previousRoot: string | null
  readonly changes: readonly CommitChange[]
  readonly isTooBig: boolean
  readonly car: Uint8Array
}

export type CommitChange = {
  readonly operation: string
  /** `<collection>/<record key>`, as the tree is keyed. */
  readonly path: string
  readonly collection: string
  readonly recordKey: string
  /** Address of the record; null for a deletion. */
  readonly cid: string | null
  /** Address of what it replaces; null when there was nothing or the server does not say. */
  readonly previousCid: string | null
}

/** The lexicon's own limit. */
const CHANGES_MAX = 200

/**
 * @returns a reason to park the message when it is not a commit
 * @see https://github.com/bluesky-social/atproto/blob/main/lexicons/com/atproto/sync/subscribeRepos.json
 */
export function readCommitMessage(body: JsonObject): CommitMessage | { readonly reason: ParkedReason } {
  const did = asString(body['repo'])
  if (did === null || !isDid(did)) return { reason: 'bad_account' }
  const [rev, commit, blocks] = [asString(body['rev']), linkOf(body['commit']), body['blocks']]
  if (rev === null || commit === null || !(blocks instanceof BytesWrapper)) return { reason: 'no_commit' }
  const operations = asArray(body['ops'])
  if (operations.length > CHANGES_MAX) return { reason: 'too_many_changes' }
  const changes = operations.map(readChange)
  if (!changes.every((change) => change !== null)) return { reason: 'bad_change' }
  return {
    ...{ did, rev, commit, changes },
    previousRoot: linkOf(body['prevData']),
    isTooBig: body['tooBig'] === true,
    car: blocks.buf,
  }
}

/** Reads the records of a commit that are wanted. The blocks it takes them from are checked against their addresses. */
export function readRecords(
  message: CommitMessage,
  blocks: Blocks,
  wanted: { readonly isWanted: (collection: string) => boolean; readonly seenAt: number },
): readonly NetworkEvent[] {
  return message.changes
    .filter((change) => wanted.isWanted(change.collection))
    .map((change) => {
      const record = change.cid === null ? { value: undefined } : recordAt(change.cid, blocks)
      if ('reason' in record) return { kind: 'unreadable', reason: record.reason }
      const { collection, recordKey, operation } = change
      const place = { did: message.did, collection, recordKey, seenAt: wanted.seenAt }
      return readRecordChange({ ...place, operation, record: record.value })
    })
}

/** The file with the blocks of a commit; a reason to park it when it cannot be used. */
export function blocksOf(message: CommitMessage): Blocks | { readonly reason: ParkedReason } {
  if (message.isTooBig) return { reason: 'too_big' }
  return readBlocks(message.car) ?? { reason: 'broken_car' }
}

function recordAt(cid: string, blocks: Blocks): { value: unknown } | { reason: ParkedReason } {
  const bytes = blocks.bytesOf.get(cid)
  if (bytes === undefined) return { reason: 'missing_block' }
  if (!isBlockGenuine(cid, bytes)) return { reason: 'wrong_hash' }
  try {
    return { value: decodeCbor(bytes) }
  } catch {
    return { reason: 'not_cbor' }
  }
}

function readChange(value: unknown): CommitChange | null {
  const change = asObject(value)
  const [operation, path] = [asString(change?.['action']), asString(change?.['path'])]
  const parts = path?.split('/') ?? []
  const [collection, recordKey] = parts
  if (operation === null || path === null || parts.length !== 2 || !collection || !recordKey) return null
  const [cid, previousCid] = [linkOf(change?.['cid']), linkOf(change?.['prev'])]
  if ((operation === 'delete') !== (cid === null)) return null
  return { operation, path, collection, recordKey, cid, previousCid }
}

export function linkOf(value: unknown): string | null {
  return isCidLink(value) ? value.$link : null
}
