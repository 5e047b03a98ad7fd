import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import type { NetworkMeasurement, NetworkRequest } from './network.ts'

/** Child process of `bench/network.ts`: the same network as a plain self-join of an indexed table in memory. */
const { files, windowSeconds, minWeight } = JSON.parse(process.argv[2] ?? '{}') as NetworkRequest
const startedAt = performance.now()
const database = new DatabaseSync(':memory:')
database.exec('CREATE TABLE actions (object TEXT, account TEXT, content TEXT PRIMARY KEY, time INTEGER)')
const insert = database.prepare('INSERT OR IGNORE INTO actions VALUES (?, ?, ?, ?)')
database.exec('BEGIN')
for (const file of files) {
  const [, ...lines] = gunzipSync(readFileSync(file)).toString().trimEnd().split(/\r?\n/)
  for (const line of lines) {
    const [object = '', account = '', content = '', time = ''] = line.split(',')
    insert.run(object, account, content, Number(time))
  }
}
database.exec('COMMIT; CREATE INDEX by_object ON actions (object, time, account, content)')
const edges = database
  .prepare(
    'SELECT one.account, other.account, count(DISTINCT one.content) AS weight FROM actions one JOIN actions other ' +
      'ON one.object = other.object AND other.time BETWEEN one.time - ? AND one.time + ? AND one.content <> other.content ' +
      'GROUP BY one.account, other.account HAVING weight >= ?',
  )
  .all(windowSeconds, windowSeconds, minWeight)
process.send?.({
  seconds: (performance.now() - startedAt) / 1_000,
  edges: edges.length,
  peakRssBytes: process.resourceUsage().maxRSS * 1_024,
} satisfies NetworkMeasurement)
