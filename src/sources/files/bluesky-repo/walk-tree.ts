import { BytesWrapper } from '@atcute/cbor'
import { asArray, asInteger, asObject, type JsonObject } from '../../../lib/unknown-json.ts'
import type { FileParkReason } from '../file-block.ts'
import type { Block } from './car-file.ts'
import { linkKey } from './index-blocks.ts'

/**
 * A record's path (`<collection>/<record key>`) with the key of its block, or a piece of the tree that cannot be
 * read.
 */
export type TreeEntry =
  | { readonly kind: 'record'; readonly path: string; readonly block: string }
  | { readonly kind: 'parked'; readonly reason: FileParkReason; readonly path: string }

const PATH_LENGTH_MAX = 1_024
/** What no path is greater than. */
const LAST = '\uffff'

/** Paths in the node's subtree are greater than `after` and less than `before`. */
type Node = { readonly block: string; readonly after: string; readonly before: string }
type Task = ({ readonly kind: 'node' } & Node) | Extract<TreeEntry, { kind: 'record' }>

/**
 * Walks a repository's tree and gives the records of some collections, in the order of their paths. Subtrees in
 * which none can be are not read. Each node is read once, whatever refers to it, so that a tree that was made to go
 * in circles or to grow without end does not.
 *
 * @see https://atproto.com/specs/repository#mst-structure
 */
export function* walkTree(
  root: string,
  collections: readonly string[],
  read: (key: string) => Block,
): Generator<TreeEntry> {
  const seen = new Set<string>()
  const tasks: Task[] = [{ kind: 'node', block: root, after: '', before: LAST }]
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (task.kind === 'record') yield task
    else if (!seen.has(task.block)) {
      seen.add(task.block)
      const children = childrenOf(task, read(task.block))
      if (!Array.isArray(children)) yield { kind: 'parked', reason: children, path: placeOf(task) }
      else for (const child of children.reverse()) if (isWanted(child, collections)) tasks.push(child)
    }
  }
}

function isWanted(task: Task, collections: readonly string[]): boolean {
  if (task.kind === 'record') return collections.some((name) => task.path.startsWith(`${name}/`))
  // `0` is the character after `/`: the collection's paths lie between the two.
  return collections.some((name) => task.after < `${name}0` && task.before > `${name}/`)
}

function placeOf({ after, before }: Node): string {
  return `${after || 'the first'} to ${before === LAST ? 'the last' : before}`
}

/** What is under a node, in order; a reason where the block is not a node. */
function childrenOf(node: Node, block: Block): Task[] | FileParkReason {
  if (block.kind === 'parked') return block.reason
  const fields = asObject(block.value)
  if (fields === null || !Array.isArray(fields['e'])) return 'wrong_tree'
  const entries = readEntries(asArray(fields['e']))
  if (entries === null) return 'wrong_tree'
  const tasks: Task[] = []
  const addNode = (link: unknown, after: string, before: string) => {
    const key = linkKey(link)
    if (key !== null) tasks.push({ kind: 'node', block: key, after, before })
  }
  addNode(fields['l'], node.after, entries[0]?.path ?? node.before)
  for (const [index, { path, block: key, right }] of entries.entries()) {
    tasks.push({ kind: 'record', path, block: key })
    addNode(right, path, entries[index + 1]?.path ?? node.before)
  }
  return tasks
}

type Entry = { readonly path: string; readonly block: string; readonly right: unknown }

/** Paths are shortened: each says how much of the one before it begins with. */
function readEntries(list: readonly unknown[]): Entry[] | null {
  const entries: Entry[] = []
  let path = ''
  for (const item of list) {
    const entry = asObject(item)
    const read = entry === null ? null : readEntry(entry, path)
    if (read === null) return null
    entries.push(read)
    path = read.path
  }
  return entries
}

function readEntry(entry: JsonObject, previous: string): Entry | null {
  const shared = asInteger(entry['p'])
  const rest = entry['k']
  const block = linkKey(entry['v'])
  if (shared === null || shared < 0 || shared > previous.length || block === null) return null
  if (!(rest instanceof BytesWrapper)) return null
  const path = previous.slice(0, shared) + Buffer.from(rest.buf).toString('latin1')
  return path.length > PATH_LENGTH_MAX ? null : { path, block, right: entry['t'] }
}
