import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openArchive } from './archive.ts'
import { databaseName } from './archive-config.ts'
import { openEmbeddedConnections } from './embedded-connections.ts'
import { migrate } from './migrations.ts'

test('pages that were stored before pages had terms are given them when the archive is opened, once', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'verity-old-pages-'))
  const config = { kind: 'embedded', dataDir } as const
  try {
    const connections = await openEmbeddedConnections(config)
    await migrate(connections, { cluster: null, database: databaseName(config) })
    await connections.command({
      sql:
        'INSERT INTO pages (id, url, canonical_url, site, title, fetched_at, lang, text, text_sha256, raw_sha256) SELECT ' +
        "concat('page:', toString(number)), 'https://a.example/', 'https://a.example/', 'A', 'Flood', now64(3), 'en', " +
        "concat('The river rose ', toString(number), ' times.'), '', '' FROM numbers(450)",
    })
    await connections.close()
    for (const _opening of ['first', 'second']) {
      await using archive = await openArchive(config)
      const [row] = await archive.query<{ rows: number; filled: number; found: number }>(
        'SELECT count() AS rows, countIf(term_count > 0) AS filled, countIf(hasAnyTokens(terms, [' +
          "'river'])) AS found FROM pages",
      )
      expect(row).toEqual({ rows: 450, filled: 450, found: 450 })
      expect((await archive.getPages(['page:449']))[0]?.text).toBe('The river rose 449 times.')
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
