import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely } from 'kysely'
import { expect, it } from 'vitest'
import { NO_FILTER } from '../../domain/source-filter.ts'
import { Sources } from '../sources.ts'
import { openSqlite } from '../sqlite/open-sqlite.ts'
import type { Tables } from '../tables.ts'
import { createFirstLedger } from './0001-people-chats-and-work.ts'
import { addManagedSources } from './0002-managed-sources.ts'

it('a source that was removed before stays removed, and the others keep everything', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verity-migration-'))
  const db = new Kysely<Tables>({ dialect: await openSqlite({ file: join(folder, 'ledger.sqlite') }) })
  try {
    await createFirstLedger(db as Kysely<unknown>, 'sqlite')
    const row = { kind: 'bluesky', title: 'Bluesky', enabled: 1, created_at: 7 }
    const before = db as unknown as Kysely<{ sources: typeof row & { id: string; config: string } }>
    const rows = [
      { ...row, id: 'gone', config: '{"removed":true}' },
      { ...row, id: 'there', config: '{}' },
    ]
    await before.insertInto('sources').values(rows).execute()
    await addManagedSources(db as Kysely<unknown>)
    const sources = new Sources({ db } as unknown as ConstructorParameters<typeof Sources>[0])
    const common = { config: {}, secrets: {}, filter: NO_FILTER, stream: '', createdAt: 7 }
    expect(await sources.list()).toEqual([
      { ...common, id: 'gone', kind: 'bluesky', title: 'Bluesky', enabled: true, removed: true },
      { ...common, id: 'there', kind: 'bluesky', title: 'Bluesky', enabled: true, removed: false },
    ])
  } finally {
    await db.destroy()
    await rm(folder, { recursive: true, force: true })
  }
})
