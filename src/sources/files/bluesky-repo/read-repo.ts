import { keep, type Outcome, park } from '../../../domain/outcome.ts'
import { makePost, type Post } from '../../../domain/post.ts'
import { asObject, asString } from '../../../lib/unknown-json.ts'
import { timeOfTid } from '../../bluesky/created-at.ts'
import { mapPost } from '../../bluesky/map-post.ts'
import { REPOST_COLLECTION } from '../../bluesky/network-event.ts'
import { isDid, POST_COLLECTION, postIdOfUri } from '../../bluesky/post-id.ts'
import { type ArchiveItem, BrokenFileError, itemOf, parkedItem } from '../archive-item.ts'
import type { LineParkReason } from '../file-block.ts'
import type { CarFile } from './car-file.ts'
import { linkKey } from './index-blocks.ts'
import { walkTree } from './walk-tree.ts'

export type Repository = { readonly did: string; readonly tree: string }

/** @see https://atproto.com/specs/record-key */
const RECORD_KEY = /^[A-Za-z0-9._:~-]{1,512}$/
/** What the mapping of live posts calls by other names than files do. */
const REASONS: Readonly<Record<string, LineParkReason>> = {
  no_record: 'not_an_object',
  bad_id: 'wrong_id',
  no_text: 'wrong_text',
  text_too_long: 'too_long',
}

/**
 * The commit at the root of a repository: whose it is, and where its tree begins. Its signature is not checked,
 * because that takes the account's key from the network; every block is held against its address.
 *
 * @throws {BrokenFileError} when the root is not a commit
 * @see https://atproto.com/specs/repository#commit-objects
 */
export function openRepository(car: CarFile): Repository {
  const block = car.read(car.root)
  const commit = block.kind === 'value' ? asObject(block.value) : null
  const did = asString(commit?.['did'])
  const tree = linkKey(commit?.['data'])
  if (did !== null && isDid(did) && tree !== null) return { did, tree }
  const reason = block.kind === 'parked' ? block.reason : 'broken_car'
  throw new BrokenFileError(reason, 'It holds blocks, but not the repository of an account.')
}

/**
 * The posts and reposts of a repository, with the ids the live source gives them. A post is dated by its author,
 * where that agrees with the time in its record key; a repost has `repostOf` and no text.
 */
export async function* readRepository(car: CarFile, { did, tree }: Repository): AsyncGenerator<ArchiveItem> {
  for (const entry of walkTree(tree, [POST_COLLECTION, REPOST_COLLECTION], (key) => car.read(key))) {
    if (entry.kind === 'parked') yield parkedItem(entry.reason, entry.path)
    else {
      const block = car.read(entry.block)
      const uri = `at://${did}/${entry.path}`
      if (block.kind === 'parked') yield parkedItem(block.reason, uri)
      else yield itemOf(mapRecord(did, entry.path, block.value), uri)
    }
  }
  if (car.brokenAt !== null) yield parkedItem('broken_car', `The file breaks off at byte ${car.brokenAt}.`)
}

function mapRecord(did: string, path: string, record: unknown): Outcome<Post, LineParkReason> {
  const slash = path.indexOf('/')
  const recordKey = path.slice(slash + 1)
  const at = timeOf(recordKey, record)
  if (at === null) return park('wrong_date', 'neither the record nor its key has a time')
  if (path.slice(0, slash) === REPOST_COLLECTION) return mapRepost({ did, recordKey, at, record })
  const mapped = mapPost({ did, recordKey, seenAt: at, record })
  return mapped.kind === 'keep'
    ? keep(mapped.post)
    : park(REASONS[mapped.reason] ?? 'wrong_field', mapped.reason)
}

function mapRepost(of: {
  did: string
  recordKey: string
  at: number
  record: unknown
}): Outcome<Post, LineParkReason> {
  const repostOf = postIdOfUri(asString(asObject(asObject(of.record)?.['subject'])?.['uri']))
  if (repostOf === null || !RECORD_KEY.test(of.recordKey)) return park('wrong_id', 'no post to repost')
  const id = `bluesky:at://${of.did}/${REPOST_COLLECTION}/${of.recordKey}`
  const fields = { id, author: of.did, text: '', repostOf, createdAt: of.at, source: 'bluesky' }
  return keep(makePost(fields))
}

/**
 * In a repository nobody saw the record arrive: the time in its key stands for that, and without one the author is
 * believed.
 */
function timeOf(recordKey: string, record: unknown): number | null {
  const declared = Date.parse(asString(asObject(record)?.['createdAt']) ?? '')
  return timeOfTid(recordKey) ?? (Number.isNaN(declared) ? null : declared)
}
