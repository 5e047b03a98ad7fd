import { Hono } from 'hono'
import type { PageJson } from '../contract/page.ts'
import { AppError } from '../domain/errors.ts'
import type { Page } from '../domain/page.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'

/** GET /api/pages/:id: the snapshot that a citation of kind `page` quotes. */
export function pageRoutes({ archive }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/:id', async (context) => {
    const [page] = await archive.getPages([context.req.param('id')])
    if (page === undefined) throw new AppError('not_found', 'This page is not stored.')
    return context.json(pageToJson(page))
  })
}

function pageToJson(page: Page): PageJson {
  return {
    id: page.id,
    url: page.url,
    canonical_url: page.canonicalUrl,
    site: page.site,
    title: page.title,
    byline: page.byline,
    published_at: page.publishedAt === null ? null : new Date(page.publishedAt).toISOString(),
    fetched_at: new Date(page.fetchedAt).toISOString(),
    lang: page.lang,
    text: page.text,
    text_sha256: page.textSha256,
  }
}
