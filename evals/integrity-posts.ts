import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { Post } from '../src/domain/post.ts'
import { parsePostText } from '../src/domain/post-json.ts'

/** Every post of a gzipped file of post lines. @throws where a line is no post */
export async function readIntegrityPosts(file: string): Promise<Post[]> {
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n')
  return lines.map((line) => {
    const outcome = parsePostText(line, { source: 'file' })
    if (outcome.kind !== 'keep') throw new Error(`${file} holds a line that is no post`)
    return outcome.value
  })
}
