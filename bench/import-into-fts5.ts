import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { ImportMeasurement } from './import.ts'

const POSTS_PER_TRANSACTION = 10_000

/** Child process of `bench/import.ts`: inserts the posts of a file into SQLite FTS5; reading the file is not timed. */
const [file = '', databaseFile = ''] = process.argv.slice(2)
type Line = { id: string; author: string; created_at: string; text: string }
const posts = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)
const database = new DatabaseSync(databaseFile)
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ' +
    'CREATE VIRTUAL TABLE posts USING fts5(id UNINDEXED, author UNINDEXED, created_at UNINDEXED, text)',
)
const insert = database.prepare('INSERT INTO posts (id, author, created_at, text) VALUES (?, ?, ?, ?)')
for (let from = 0; from < posts.length; from += POSTS_PER_TRANSACTION) {
  database.exec('BEGIN')
  for (const { id, author, created_at, text } of posts.slice(from, from + POSTS_PER_TRANSACTION)) {
    insert.run(id, author, created_at, text)
  }
  database.exec('COMMIT')
}
const seconds = (performance.now() - startedAt) / 1_000
const { user, system } = process.cpuUsage(cpuBefore)
const cpuSeconds = (user + system) / 1e6
database.close()
process.send?.({
  seconds,
  cpuSeconds,
  posts: posts.length,
  peakRssBytes: process.resourceUsage().maxRSS * 1_024,
} satisfies ImportMeasurement)
