import { Hono } from 'hono'
import { AppError } from '../domain/errors.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { viewerOf } from './viewer.ts'

/** GET /api/thumbnails/:index/:post — a small picture of a stored post, from our own origin; 404 where there is none. */
export function thumbnailRoutes({ thumbnails }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().get('/:index/:id{.+}', async (context) => {
    viewerOf(context)
    const index = /^\d$/.test(context.req.param('index')) ? Number(context.req.param('index')) : -1
    const found = await thumbnails.get(context.req.param('id'), index, context.req.raw.signal)
    if (found === null)
      throw new AppError('not_found', 'There is no such picture, or pictures are switched off.')
    context.header('Content-Type', found.type)
    // Whatever it is, it runs nothing.
    context.header('Content-Security-Policy', "default-src 'none'; sandbox")
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Cache-Control', 'private, max-age=600')
    return context.body(new Uint8Array(found.bytes))
  })
}
