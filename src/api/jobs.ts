import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import { simulateBodySchema } from '../contract/job.ts'
import { AppError } from '../domain/errors.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { jobToJson } from './job-to-json.ts'
import { readBody, readQuery } from './read-input.ts'
import { ownerOf, viewerOf } from './viewer.ts'

const importQuerySchema = z.object({ name: z.string().min(1).max(300).default('upload') })

/** POST /api/import · POST /api/simulate · GET, DELETE /api/jobs/:id. Starting and stopping are the owner's. */
export function jobRoutes({ jobs, ledger }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.post('/import', async (context) => {
    const ownerId = ownerOf(context).id
    const { name } = readQuery(context, importQuerySchema)
    const { body } = context.req.raw
    if (body === null) throw new AppError('invalid_input', 'Send the file as the body of the request.')
    const stream = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
    return context.json(jobToJson(await jobs.importUpload({ ownerId, name, stream })), 201)
  })

  routes.post('/simulate', async (context) => {
    const ownerId = ownerOf(context).id
    const { seed, posts } = await readBody(context, simulateBodySchema)
    return context.json(jobToJson(await jobs.simulate({ ownerId, seed, posts })), 201)
  })

  routes.get('/jobs/:id', async (context) => {
    viewerOf(context)
    const job = await ledger.jobs.get(context.req.param('id'))
    if (job === null) throw new AppError('not_found', 'There is no such job.')
    return context.json(jobToJson(job))
  })

  routes.delete('/jobs/:id', async (context) => {
    ownerOf(context)
    await jobs.stop(context.req.param('id'))
    return context.body(null, 204)
  })
  return routes
}
