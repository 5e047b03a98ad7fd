import { Hono } from 'hono'
import type { RetentionJson } from '../contract/account.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { ownerOf } from './viewer.ts'

/** GET /api/retention (owner): who takes how much of the archive. The limits themselves are settings. */
export function retentionRoutes({ archive }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/', async (context) => {
    ownerOf(context)
    const { networks, pages } = await archive.usage({ signal: context.req.raw.signal })
    const body: RetentionJson = {
      networks: Object.entries(networks).map(([network, { posts, sizeBytes, oldestAt }]) => {
        return { network, posts, size_bytes: sizeBytes, oldest_at: toIso(oldestAt) }
      }),
      pages: { pages: pages.pages, size_bytes: pages.sizeBytes, oldest_at: toIso(pages.oldestAt) },
    }
    return context.json(body)
  })
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
