import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SearchAnswer, SearchCommand } from './search.ts'
import { syntheticPosts } from './synthetic-posts.ts'

/** Child process of `bench/search.ts`: the baseline, SQLite FTS5 with a stemmer and its own BM25. */
const [dataDir = '', count = '0', seed = '1'] = process.argv.slice(2)
const RESULTS = 100
const POSTS_PER_TRANSACTION = 10_000

mkdirSync(dataDir, { recursive: true })
const database = new DatabaseSync(join(dataDir, 'posts.sqlite'))
const startedAt = performance.now()
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ' +
    "CREATE VIRTUAL TABLE posts USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61 remove_diacritics 2')",
)
const insert = database.prepare('INSERT INTO posts (id, text) VALUES (?, ?)')
let stored = 0
database.exec('BEGIN')
for (const { id, text } of syntheticPosts({ seed: Number(seed), count: Number(count) })) {
  insert.run(id, text)
  stored += 1
  if (stored % POSTS_PER_TRANSACTION === 0) database.exec('COMMIT; BEGIN')
}
database.exec('COMMIT')
answer({ kind: 'loaded', posts: stored, seconds: (performance.now() - startedAt) / 1_000 })

const ranked = database.prepare(
  `SELECT id, rank FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT ${RESULTS}`,
)

process.on('message', (command: SearchCommand) => {
  if (command === 'end') {
    database.close()
    process.disconnect()
    return
  }
  const askedAt = performance.now()
  const words = command.query.split(' ').map((word) => `"${word}"`)
  const rows = ranked.all(words.join(' OR '))
  answer({ kind: 'found', ms: performance.now() - askedAt, results: rows.length })
})

function answer(message: SearchAnswer): void {
  process.send?.(message)
}
