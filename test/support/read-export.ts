import type { Post } from '../../src/domain/post.ts'
import { type ImportInput, openInput } from '../../src/sources/files/open-input.ts'
import { readBlock } from '../../src/sources/files/read-block.ts'

export type Reading = {
  readonly posts: Post[]
  readonly ids: string[]
  /** Reasons of what was parked, in order, and what there is to see of each. */
  readonly parked: string[]
  readonly samples: string[]
  /** Set when the input was refused as a whole. */
  readonly refused: { readonly reason: string; readonly message: string } | null
}

/** Reads an input to its end, as an import does. */
export async function readExport(input: ImportInput, offset = 0): Promise<Reading> {
  const opened = await openInput(input)
  const reading: Reading = { posts: [], ids: [], parked: [], samples: [], refused: null }
  if (opened.kind === 'refused')
    return { ...reading, refused: { reason: opened.reason, message: opened.message } }
  try {
    for await (const block of opened.blocks(offset)) {
      const parked =
        block.kind === 'parked'
          ? [block]
          : readBlock(block, opened.format, { source: 'file' }, (post) => reading.posts.push(post)).parked
      reading.parked.push(...parked.map(({ reason }) => reason))
      reading.samples.push(...parked.map(({ sample }) => sample))
    }
  } finally {
    await opened.close()
  }
  reading.ids.push(...reading.posts.map(({ id }) => id))
  return reading
}

/** Bytes as a stream of pieces that end anywhere. */
export function streamOf(content: string | Uint8Array, name = 'upload'): ImportInput {
  return { kind: 'stream', name, stream: pieces(Buffer.from(content)) }
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 1_009) yield bytes.subarray(from, from + 1_009)
}
