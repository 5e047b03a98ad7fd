import { writeCarStream } from '@atcute/car'
import { encode, toBytes } from '@atcute/cbor'
import { type CidLink, CODEC_DCBOR, create, fromString, toCidLink } from '@atcute/cid'
import {
  P256PrivateKeyExportable,
  type PrivateKeyExportable,
  Secp256k1PrivateKeyExportable,
} from '@atcute/crypto'
import { MemoryBlockStore, NodeStore, NodeWrangler } from '@atcute/mst'

/** A commit as `com.atproto.sync.subscribeRepos#commit` has it, without `seq`. Tests change it to break it. */
export type CommitBody = {
  repo: string
  rev: string
  since: string | null
  commit: CidLink
  prevData: CidLink | null
  ops: { action: string; path: string; cid: CidLink | null; prev?: CidLink }[]
  /** Blocks of the CAR file by their address; `frameOf` packs them. */
  blocks: Map<string, Uint8Array>
  tooBig: boolean
  rebase: boolean
  blobs: never[]
  time: string
}

const START = Date.parse('2026-11-21T12:00:00Z')
const TID_DIGITS = '234567abcdefghijklmnopqrstuvwxyz'

/**
 * An account that writes genuine commits: records in a Merkle tree whose root it signs, as a personal data server
 * does it. Made for tests; its key is new each time.
 */
export class SignedAccount {
  readonly did: string
  readonly #nodes = new NodeStore(new MemoryBlockStore())
  #key: PrivateKeyExportable
  #root: string | null = null
  #rev: string | null = null
  #written = 0
  readonly #records = new Map<string, CidLink>()

  constructor(did: string, key: PrivateKeyExportable) {
    this.did = did
    this.#key = key
  }

  static async create(did: string, curve: 'k256' | 'p256' = 'k256'): Promise<SignedAccount> {
    return new SignedAccount(did, await newKey(curve))
  }

  /** From now on signs with another key. */
  async changeKey(): Promise<void> {
    this.#key = await newKey('k256')
  }

  /** What a directory answers about the account. */
  async document(): Promise<Readonly<Record<string, unknown>>> {
    const publicKeyMultibase = await this.#key.exportPublicKey('multikey')
    const method = { id: `${this.did}#atproto`, type: 'Multikey', controller: this.did, publicKeyMultibase }
    return { id: this.did, verificationMethod: [method] }
  }

  /** Writes records (null deletes) in one commit. */
  async commit(changes: Readonly<Record<string, unknown>>): Promise<CommitBody> {
    const [since, before] = [this.#rev, this.#root]
    const blocks = new Map<string, Uint8Array>()
    const ops: CommitBody['ops'] = []
    for (const [path, record] of Object.entries(changes)) ops.push(await this.#change(path, record, blocks))
    this.#written += 1
    this.#rev = tidOf(START + this.#written)
    const root = this.#root ?? ''
    const prevData = before === null ? await this.#emptyRoot() : linkTo(before)
    for (const [cid, bytes] of await this.#nodesAt(root)) blocks.set(cid, bytes)
    const unsigned = { did: this.did, version: 3, data: linkTo(root), rev: this.#rev, prev: null }
    const sig = toBytes(await this.#key.sign(encode(unsigned)))
    const commit = await addBlock(encode({ ...unsigned, sig }), blocks)
    const time = new Date(START + this.#written).toISOString()
    const fixed = { tooBig: false, rebase: false, blobs: [] }
    return { repo: this.did, rev: this.#rev, since, commit, prevData, ops, blocks, ...fixed, time }
  }

  /** Signs a commit block that a test has changed, and gives the message its new address. */
  async sign(body: CommitBody, unsigned: Readonly<Record<string, unknown>>): Promise<void> {
    body.blocks.delete(body.commit.$link)
    const sig = toBytes(await this.#key.sign(encode(unsigned)))
    body.commit = await addBlock(encode({ ...unsigned, sig }), body.blocks)
  }

  async #change(
    path: string,
    record: unknown,
    blocks: Map<string, Uint8Array>,
  ): Promise<CommitBody['ops'][number]> {
    const tree = new NodeWrangler(this.#nodes)
    const known = this.#records.get(path)
    const prev = known === undefined ? {} : { prev: known }
    if (record === null) {
      this.#records.delete(path)
      this.#root = await tree.deleteRecord(this.#root, path)
      return { action: 'delete', path, cid: null, ...prev }
    }
    const cid = await addBlock(encode(record), blocks)
    this.#records.set(path, cid)
    this.#root = await tree.putRecord(this.#root, path, cid)
    return { action: known === undefined ? 'create' : 'update', path, cid, ...prev }
  }

  async #emptyRoot(): Promise<CidLink> {
    return (await this.#nodes.get(null)).cid()
  }

  /** All of the tree, so that any change can be undone with what the commit brings along. */
  async #nodesAt(root: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>()
    const open = [root]
    for (let cid = open.pop(); cid !== undefined; cid = open.pop()) {
      const node = await this.#nodes.get(cid)
      found.set(cid, await node.serialize())
      for (const subtree of node.subtrees) if (subtree !== null) open.push(subtree.$link)
    }
    return found
  }
}

/** The frame that carries a message: `seq` is its place in the stream. */
export async function commitFrame(seq: number, body: CommitBody): Promise<Buffer> {
  const blocks = [...body.blocks].map(([cid, data]) => ({ cid: fromString(cid).bytes, data }))
  const parts: Uint8Array[] = []
  for await (const part of writeCarStream([body.commit], blocks)) parts.push(part)
  return frame('#commit', { ...body, seq, blocks: toBytes(new Uint8Array(Buffer.concat(parts))) })
}

export function frame(type: string, body: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.concat([encode({ op: 1, t: type }), encode(body)])
}

export function errorFrame(name: string): Buffer {
  return Buffer.concat([encode({ op: -1 }), encode({ error: name, message: 'said the server' })])
}

/** A timestamp identifier, as revisions and record keys are. @see https://atproto.com/specs/tid */
export function tidOf(ms: number): string {
  let bits = (BigInt(ms) * 1_000n) << 10n
  let text = ''
  for (let digit = 0; digit < 13; digit += 1) {
    text = TID_DIGITS[Number(bits & 31n)] + text
    bits >>= 5n
  }
  return text
}

async function addBlock(bytes: Uint8Array, blocks: Map<string, Uint8Array>): Promise<CidLink> {
  const cid = toCidLink(await create(CODEC_DCBOR, bytes))
  blocks.set(cid.$link, bytes)
  return cid
}

function linkTo(cid: string): CidLink {
  return toCidLink(fromString(cid))
}

function newKey(curve: 'k256' | 'p256'): Promise<PrivateKeyExportable> {
  return curve === 'k256'
    ? Secp256k1PrivateKeyExportable.createKeypair()
    : P256PrivateKeyExportable.createKeypair()
}
