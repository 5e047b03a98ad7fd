import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { ApiEnvironment } from './environment.ts'

/** GET /api/docs: every route, with a form to try it. Everything comes from this server. */
export function docsRoutes(): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  const serve = (path: string, file: string, type: string) =>
    routes.get(path, async (context) => {
      const text = await readFile(join(import.meta.dirname, 'docs', file), 'utf8')
      return context.body(text, 200, { 'Content-Type': `${type}; charset=utf-8` })
    })
  serve('/', 'page.html', 'text/html')
  serve('/page.css', 'page.css', 'text/css')
  serve('/page.js', 'page.js', 'text/javascript')
  return routes
}
