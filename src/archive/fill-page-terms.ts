import type { PageId } from '../domain/page.ts'
import type { Connections } from './connections.ts'
import { onCluster, type Placement, storedTable } from './ddl.ts'
import { idLines } from './id-lines.ts'
import { getPages, writePages } from './pages.ts'
import { PAGES } from './pages-table.ts'

const BATCH = 200

/**
 * Gives terms to pages that were stored before pages had any (schema 4 and below, and backups of it): each is written anew
 * with its terms, then the row without them is removed. May be stopped anywhere and run again. Costs one look when all have terms.
 */
export async function fillPageTerms(connections: Connections, placement: Placement): Promise<void> {
  for (;;) {
    const rows = await connections.readOnWriter<{ id: PageId }>({
      sql: `SELECT DISTINCT id FROM ${PAGES.name} WHERE term_count = 0 LIMIT ${BATCH}`,
    })
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => id)
    const pages = await getPages({ read: connections.readOnWriter.bind(connections) }, ids)
    await writePages(connections, pages)
    await connections.command({
      sql:
        `DELETE FROM ${storedTable(PAGES.name, placement)}${onCluster(placement)} WHERE term_count = 0 ` +
        "AND id IN (SELECT id FROM format(TSV, 'id String', {lines:String}))",
      params: { lines: idLines(ids) },
      settings: { lightweight_delete_mode: 'lightweight_update', lightweight_deletes_sync: 2 },
    })
  }
}
