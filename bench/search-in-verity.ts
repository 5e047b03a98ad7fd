import { Readable } from 'node:stream'
import { openArchive } from '../src/archive/archive.ts'
import { formatPostLine } from '../src/domain/post-json.ts'
import { importFiles } from '../src/ingest/import-files.ts'
import { parseQuery } from '../src/search/query.ts'
import { searchPosts } from '../src/search/search-posts.ts'
import { COUNT_POSTS } from './count-posts.sql.ts'
import type { SearchAnswer, SearchCommand } from './search.ts'
import { syntheticPosts } from './synthetic-posts.ts'

/** Child process of `bench/search.ts`: imports the posts and answers queries through `searchPosts`. */
const [dataDir = '', count = '0', seed = '1'] = process.argv.slice(2)
const RESULTS = 100

const archive = await openArchive({ kind: 'embedded', dataDir })
const startedAt = performance.now()
const { stored } = await importFiles({
  inputs: [{ kind: 'stream', name: 'synthetic', stream: Readable.from(lines()) }],
  archive,
})
answer({ kind: 'loaded', posts: stored, seconds: (performance.now() - startedAt) / 1_000 })

process.on('message', async (command: SearchCommand) => {
  if (command === 'end') {
    await archive.close()
    process.disconnect()
    return
  }
  const askedAt = performance.now()
  const results = command.kind === 'count' ? await countPosts(command.query) : await search(command.query)
  answer({ kind: 'found', ms: performance.now() - askedAt, results })
})

async function search(query: string): Promise<number> {
  return (await searchPosts(archive, { query, limit: RESULTS })).length
}

async function countPosts(query: string): Promise<number> {
  const terms = parseQuery(query).words.flat()
  const [row] = await archive.query<{ posts: number }>(COUNT_POSTS, { terms })
  return row?.posts ?? 0
}

function answer(message: SearchAnswer): void {
  process.send?.(message)
}

function* lines(): Generator<Buffer> {
  let chunk: string[] = []
  for (const post of syntheticPosts({ seed: Number(seed), count: Number(count) })) {
    chunk.push(`${JSON.stringify(formatPostLine(post))}\n`)
    if (chunk.length < 1_000) continue
    yield Buffer.from(chunk.join(''))
    chunk = []
  }
  if (chunk.length > 0) yield Buffer.from(chunk.join(''))
}
