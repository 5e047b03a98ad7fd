import { BytesWrapper, encode } from '@atcute/cbor'
import { fromString, toCidLink } from '@atcute/cid'
import { MemoryBlockStore, MissingBlockError, NodeStore, NodeWalker, NodeWrangler } from '@atcute/mst'
import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import { timeOfTid } from './created-at.ts'
import { decodeCbor } from './decode-cbor.ts'
import { type Blocks, isBlockGenuine } from './read-blocks.ts'
import { type CommitChange, type CommitMessage, linkOf } from './read-commit.ts'
import type { ParkedReason } from './reasons.ts'
import type { SigningKeys } from './signing-keys.ts'

/** Why a commit is not believed. */
export type CommitFault = Extract<
  ParkedReason,
  'wrong_hash' | 'wrong_commit' | 'no_key' | 'bad_signature' | 'missing_block' | 'wrong_tree'
>

const REPO_VERSION = 3
/** Clocks of servers run ahead by minutes. */
const AHEAD_MAX_MS = 5 * 60_000
/**
 * A node holds the keys between two whose hash begins with two more zero bits, one key in four: more than this many in a
 * row happen once in 10^16. A node made to be larger makes every check of a change to it expensive.
 */
const NODE_ENTRIES_MAX = 128

/**
 * Checks that the account really wrote this: every block is what its address says, the commit is the account's and
 * carries its signature, the signed tree holds what the message says was written and lacks what it says was deleted,
 * and undoing exactly these changes gives the tree before, so that no change is hidden. A server that does not
 * say what the tree was before is believed on the last point.
 *
 * @returns null when all of it holds
 * @throws {KeysUnreachable} when the account's key cannot be asked for now
 * @see https://atproto.com/specs/sync (validation of repository diffs)
 */
export async function verifyCommit(
  message: CommitMessage,
  blocks: Blocks,
  context: { readonly keys: SigningKeys; readonly now: number; readonly signal: AbortSignal },
): Promise<CommitFault | null> {
  for (const [cid, bytes] of blocks.bytesOf) if (!isBlockGenuine(cid, bytes)) return 'wrong_hash'
  const signed = readSignedCommit(message, blocks, context.now)
  if (signed === null) return 'wrong_commit'
  const verdict = await context.keys.verify(message.did, signed, context.signal)
  if (verdict !== 'genuine') return verdict === 'forged' ? 'bad_signature' : 'no_key'
  return checkTree(message, signed.root, blocks)
}

type SignedCommit = {
  readonly root: string
  readonly signature: Uint8Array
  /** What was signed. */
  readonly content: Uint8Array
}

function readSignedCommit(message: CommitMessage, blocks: Blocks, now: number): SignedCommit | null {
  const bytes = blocks.bytesOf.get(message.commit)
  if (bytes === undefined || blocks.root !== message.commit) return null
  const commit = decodeObject(bytes)
  if (commit === null) return null
  const { sig, ...unsigned } = commit
  const [root, rev] = [linkOf(unsigned['data']), asString(unsigned['rev'])]
  const writtenAt = rev === null ? null : timeOfTid(rev)
  const isMeant =
    unsigned['did'] === message.did && unsigned['version'] === REPO_VERSION && rev === message.rev
  if (!isMeant || root === null || writtenAt === null || writtenAt > now + AHEAD_MAX_MS) return null
  const content = contentOf(unsigned)
  return sig instanceof BytesWrapper && content !== null ? { root, signature: sig.buf, content } : null
}

/** Null for what decodes and still cannot be written, such as a map that poses as a link. */
function contentOf(unsigned: Record<string, unknown>): Uint8Array | null {
  try {
    return encode(unsigned)
  } catch {
    return null
  }
}

async function checkTree(message: CommitMessage, root: string, blocks: Blocks): Promise<CommitFault | null> {
  try {
    const nodes = new NodeStore(new CheckedBlocks(new Map(blocks.bytesOf)))
    for (const change of message.changes) {
      const found = await (await NodeWalker.create(nodes, root)).findRpath(change.path)
      if ((found?.$link ?? null) !== change.cid) return 'wrong_tree'
    }
    if (message.previousRoot === null) return null
    return (await undo(message.changes, root, nodes)) === message.previousRoot ? null : 'wrong_tree'
  } catch (error) {
    return error instanceof MissingBlockError ? 'missing_block' : 'wrong_tree'
  }
}

/** Deletions first: putting back what was there needs only blocks that the message must bring along. */
async function undo(changes: readonly CommitChange[], root: string, nodes: NodeStore): Promise<string> {
  const tree = new NodeWrangler(nodes)
  const isDeletion = (change: CommitChange) => change.operation === 'delete'
  const ordered = [...changes.filter(isDeletion), ...changes.filter((change) => !isDeletion(change))]
  let current = root
  for (const { path, previousCid } of ordered) {
    current =
      previousCid === null
        ? await tree.deleteRecord(current, path)
        : await tree.putRecord(current, path, toCidLink(fromString(previousCid)))
  }
  return current
}

/** Looks over each node before the library decodes it, which costs two hashes per key: see `decodeCbor`. */
class CheckedBlocks extends MemoryBlockStore {
  override async get(cid: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = await super.get(cid)
    const entries = bytes === null ? [] : asArray(decodeObject(bytes)?.['e'])
    if (entries.length > NODE_ENTRIES_MAX) throw new RangeError('No tree comes to have such a node.')
    return bytes
  }
}

function decodeObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    return asObject(decodeCbor(bytes))
  } catch {
    return null
  }
}
