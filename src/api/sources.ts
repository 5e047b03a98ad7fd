import { Hono } from 'hono'
import { addSourceBodySchema, changeSourceBodySchema } from '../contract/status.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { ownerOf } from './viewer.ts'

/** GET, POST /api/sources · PATCH, DELETE /api/sources/:id. Changing them is the owner's. */
export function sourceRoutes({ sources }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.get('/', async (context) => context.json({ sources: await sources.list() }))

  routes.post('/', async (context) => {
    ownerOf(context)
    const { kind } = await readBody(context, addSourceBodySchema)
    return context.json(await sources.add(kind), 201)
  })

  routes.patch('/:id', async (context) => {
    ownerOf(context)
    const { enabled } = await readBody(context, changeSourceBodySchema)
    return context.json(await sources.setEnabled(context.req.param('id'), enabled))
  })

  routes.delete('/:id', async (context) => {
    ownerOf(context)
    await sources.remove(context.req.param('id'))
    return context.body(null, 204)
  })
  return routes
}
