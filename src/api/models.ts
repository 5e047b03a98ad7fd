import { Hono } from 'hono'
import { connectionBodySchema, roleBodySchema } from '../contract/model.ts'
import { parseRole } from '../domain/model-roles.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { ownerOf } from './viewer.ts'

/**
 * GET /api/models · PATCH /api/models/roles/:role · PUT, DELETE /api/models/connections/:id (owner): which models do what.
 */
export function modelSettingRoutes({ models }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.get('/', async (context) => {
    ownerOf(context)
    return context.json(await models.describe())
  })

  routes.patch('/roles/:role', async (context) => {
    ownerOf(context)
    await models.changeRole(parseRole(context.req.param('role')), await readBody(context, roleBodySchema))
    return context.json(await models.describe())
  })

  routes.put('/connections/:id', async (context) => {
    ownerOf(context)
    await models.setConnection(context.req.param('id'), await readBody(context, connectionBodySchema))
    return context.json(await models.describe())
  })

  routes.delete('/connections/:id', async (context) => {
    ownerOf(context)
    await models.removeConnection(context.req.param('id'))
    return context.json(await models.describe())
  })
  return routes
}
