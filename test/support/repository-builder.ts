import { writeCarStream } from '@atcute/car'
import { type CidLink, encode, toBytes, toCidLink } from '@atcute/cbor'
import { CODEC_DCBOR, toString as cidToString, create } from '@atcute/cid'
import { MemoryBlockStore, NodeStore, NodeWrangler } from '@atcute/mst'

export const OWNER = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz'

export type CarBlocks = {
  readonly root: CidLink
  readonly blocks: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/** The blocks of an account's repository with these records, its tree built by the library that builds real ones. */
export async function repositoryOf(
  records: Readonly<Record<string, unknown>>,
  did = OWNER,
): Promise<CarBlocks> {
  const store = new MemoryBlockStore()
  const wrangler = new NodeWrangler(new NodeStore(store))
  const blocks = new Map<string, Uint8Array<ArrayBuffer>>()
  let tree: string | null = null
  for (const [path, record] of Object.entries(records)) {
    tree = await wrangler.putRecord(tree, path, await add(blocks, record))
  }
  if (tree === null) tree = (await add(blocks, { l: null, e: [] })).$link
  for (const [cid, bytes] of store.blocks) blocks.set(cid, bytes)
  const root = await add(blocks, commitOf(did, { $link: tree }))
  return { root, blocks }
}

/** The commit at the root of a repository; nobody signed it. */
export function commitOf(did: string, data: CidLink) {
  return { did, version: 3, data, rev: '3l4rjqzjrc22x', prev: null, sig: toBytes(new Uint8Array(64)) }
}

/** Adds a block and gives its address. */
export async function add(blocks: Map<string, Uint8Array<ArrayBuffer>>, value: unknown): Promise<CidLink> {
  const bytes = encode(value)
  const cid = await create(CODEC_DCBOR, bytes)
  blocks.set(cidToString(cid), bytes)
  return toCidLink(cid)
}

/** The CAR file that `com.atproto.sync.getRepo` answers with. */
export async function buildCar({ root, blocks }: CarBlocks): Promise<Buffer> {
  const entries = await Promise.all(
    [...blocks.values()].map(async (data) => ({ cid: (await create(CODEC_DCBOR, data)).bytes, data })),
  )
  const chunks: Uint8Array[] = []
  for await (const chunk of writeCarStream([root], entries)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
