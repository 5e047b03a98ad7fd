import { Hono } from 'hono'
import { backfillBodySchema } from '../contract/job.ts'
import {
  type AddSourceJson,
  addSourceBodySchema,
  type ChangeSourceJson,
  changeSourceBodySchema,
} from '../contract/sources.ts'
import { filterFromJson } from '../desk/source-json.ts'
import type { AddSource, ChangeSource } from '../desk/source-register.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { jobToJson } from './job-to-json.ts'
import { readBody } from './read-input.ts'
import { ownerOf } from './viewer.ts'

/**
 * GET, POST /api/sources · GET /api/sources/kinds · GET, PATCH, DELETE /api/sources/:id · POST /api/sources/:id/backfill. All but the list, which the
 * status shows too, are the owner's: options say whom one follows.
 */
export function sourceRoutes({ sources, jobs }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.get('/', (context) => context.json({ sources: sources.list() }))

  routes.get('/kinds', (context) => {
    ownerOf(context)
    return context.json({ kinds: sources.kinds() })
  })

  routes.get('/:id', async (context) => {
    ownerOf(context)
    return context.json(await sources.get(context.req.param('id')))
  })

  routes.post('/', async (context) => {
    ownerOf(context)
    const { source, isNew } = await sources.add(toAdd(await readBody(context, addSourceBodySchema)))
    return context.json(source, isNew ? 201 : 200)
  })

  routes.patch('/:id', async (context) => {
    ownerOf(context)
    const change = toChange(await readBody(context, changeSourceBodySchema))
    return context.json(await sources.change(context.req.param('id'), change))
  })

  routes.post('/:id/backfill', async (context) => {
    const ownerId = ownerOf(context).id
    const { what, target, posts_max, from, anew } = await readBody(context, backfillBodySchema)
    const { id } = await sources.get(context.req.param('id'))
    const request = { what, target, anew, postsMax: posts_max, source: id, ownerId }
    const job = await jobs.backfill({ ...request, ...(from !== undefined && { from: Date.parse(from) }) })
    return context.json(jobToJson(job), 201)
  })

  routes.delete('/:id', async (context) => {
    ownerOf(context)
    await sources.remove(context.req.param('id'))
    return context.body(null, 204)
  })
  return routes
}

function toAdd({ kind, ...rest }: AddSourceJson): AddSource {
  return { kind, ...toChange(rest) }
}

function toChange({ enabled, options, filter, title }: ChangeSourceJson): ChangeSource {
  return {
    ...(enabled !== undefined && { enabled }),
    ...(options !== undefined && { options }),
    ...(filter !== undefined && { filter: filterFromJson(filter) }),
    ...(title !== undefined && { title }),
  }
}
