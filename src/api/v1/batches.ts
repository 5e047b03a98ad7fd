import { Hono } from 'hono'
import { z } from 'zod'
import { AppError, toAppError } from '../../domain/errors.ts'
import type { ApiDependencies } from '../environment.ts'
import { readJson } from './read-json.ts'
import { unsupported } from './search-fields.ts'
import { type Caller, requireEndpoint, type V1Environment } from './v1-environment.ts'

const DAY_MS = 86_400_000
const KEPT_DAYS = 30
const REQUESTS_MAX = 500
/** Requests of one batch that are made at the same time. */
const AT_ONCE = 2
const LIST_MAX = 100

const createSchema = z.strictObject({ name: z.string().min(1).max(200), input_file_id: z.null().optional() })
const requestSchema = z.looseObject({
  batch_request_id: z.string().max(200).nullish(),
  batch_request: z.looseObject({
    responses: z.record(z.string(), z.unknown()).optional(),
    chat_get_completion: z.record(z.string(), z.unknown()).optional(),
  }),
})
const addSchema = z.strictObject({ batch_requests: z.array(requestSchema).min(1).max(REQUESTS_MAX) })

type Item = {
  readonly id: string
  readonly kind: 'responses' | 'chat'
  readonly body: Readonly<Record<string, unknown>>
  state: 'pending' | 'done' | 'failed' | 'cancelled'
  result: unknown
}
type Batch = { readonly id: string; readonly name: string; readonly createdAt: number; items: Item[] }

/** Makes one request as its caller would. */
export type MakeOne = (
  caller: Caller,
  kind: Item['kind'],
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<object>

/**
 * POST, GET /v1/batches · GET /:id · POST, GET /:id/requests · POST /:id:cancel · GET /:id/results. Requests are made by the process
 * that took them; what it had not finished when it ended is failed.
 */
export function batchRoutes(deps: ApiDependencies, makeOne: MakeOne): Hono<V1Environment> {
  const { ledger, timing, newId, log, v1 } = deps
  const routes = new Hono<V1Environment>()
  const running = new Map<string, { readonly batch: Batch; readonly abort: AbortController }>()

  const keep = (ownerId: string, batch: Batch) =>
    ledger.apiObjects.put(ownerId, {
      ...{ kind: 'batch', id: batch.id, state: 'done', body: batch },
      expiresAt: timing.now() + KEPT_DAYS * DAY_MS,
    })
  const find = async (ownerId: string, id: string): Promise<Batch> => {
    const live = running.get(id)?.batch
    const found = await ledger.apiObjects.get<Batch>(ownerId, 'batch', id)
    if (found === null)
      throw new AppError('not_found', `There is no batch "${id}", or it is older than ${KEPT_DAYS} days.`)
    if (live !== undefined) return live
    for (const item of found.body.items)
      if (item.state === 'pending') failed(item, 'The server ended before this was made.')
    return found.body
  }
  const work = async (caller: Caller, batch: Batch, signal: AbortSignal) => {
    const queue = batch.items.filter(({ state }) => state === 'pending')
    const take = async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        if (signal.aborted || item.state !== 'pending') continue
        try {
          item.result = await makeOne(caller, item.kind, item.body, signal)
          item.state = 'done'
        } catch (thrown) {
          const { code, message } = toAppError(thrown)
          if (code === 'internal') log.error({ err: thrown }, 'a request of a batch failed')
          failed(item, message, code)
        }
        await keep(caller.ownerId, batch)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, take))
    if (signal.aborted) return
    const count = (state: Item['state']) => batch.items.filter((item) => item.state === state).length
    const { id, name } = batch
    await v1.batchDone(caller.ownerId, { id, name, made: count('done'), failed: count('failed') })
  }

  routes.post('/', async (context) => {
    const { ownerId } = requireEndpoint(context, 'batches')
    const { name } = await readJson(context, createSchema)
    const batch: Batch = {
      id: `batch_${newId().replaceAll('-', '')}`,
      name,
      createdAt: timing.now(),
      items: [],
    }
    await keep(ownerId, batch)
    return context.json(batchToJson(batch))
  })

  routes.get('/', async (context) => {
    const { ownerId } = requireEndpoint(context, 'batches')
    const found = await ledger.apiObjects.list<Batch>(ownerId, 'batch', LIST_MAX)
    const batches = found.map(({ body }) => batchToJson(running.get(body.id)?.batch ?? body))
    return context.json({ batches, pagination_token: null })
  })

  routes.get('/:id', async (context) => {
    const { ownerId } = requireEndpoint(context, 'batches')
    return context.json(batchToJson(await find(ownerId, context.req.param('id'))))
  })

  routes.post('/:id/requests', async (context) => {
    const caller = requireEndpoint(context, 'batches')
    const batch = await find(caller.ownerId, context.req.param('id'))
    if (running.has(batch.id))
      throw new AppError('invalid_input', 'This batch is being made: make another one.')
    const { batch_requests: given } = await readJson(context, addSchema)
    if (batch.items.length + given.length > REQUESTS_MAX)
      throw new AppError('over_limit', `A batch takes ${REQUESTS_MAX} requests at most.`)
    batch.items.push(...given.map((one) => toItem(one, newId)))
    await keep(caller.ownerId, batch)
    const abort = new AbortController()
    running.set(batch.id, { batch, abort })
    void work(caller, batch, abort.signal)
      .catch((err: unknown) => log.warn({ err }, 'A batch could not be kept.'))
      .finally(() => running.delete(batch.id))
    return context.json({})
  })

  routes.get('/:id/requests', async (context) => {
    const { ownerId } = requireEndpoint(context, 'batches')
    const { items } = await find(ownerId, context.req.param('id'))
    const metadata = items.map(({ id, kind, state }) => ({ batch_request_id: id, endpoint: kind, state }))
    return context.json({ batch_request_metadata: metadata, pagination_token: null })
  })

  routes.get('/:id/results', async (context) => {
    const { ownerId } = requireEndpoint(context, 'batches')
    const { items } = await find(ownerId, context.req.param('id'))
    const results = items.flatMap(({ id, kind, state, result }) => {
      if (state === 'pending') return []
      const key = kind === 'chat' ? 'chat_get_completion' : 'responses'
      return [
        {
          batch_request_id: id,
          batch_result: state === 'done' ? { response: { [key]: result } } : { error: result },
        },
      ]
    })
    return context.json({ results, pagination_token: null })
  })

  // xAI writes the action behind the id: `/batches/abc:cancel`.
  routes.post('/:id', async (context) => {
    const { ownerId } = requireEndpoint(context, 'batches')
    const [, id] = /^(.+):cancel$/.exec(context.req.param('id')) ?? []
    if (id === undefined)
      throw new AppError('not_found', 'A batch can be cancelled: POST /v1/batches/ID:cancel.')
    const batch = await find(ownerId, id)
    for (const item of batch.items) if (item.state === 'pending') item.state = 'cancelled'
    running.get(batch.id)?.abort.abort()
    await keep(ownerId, batch)
    return context.json(batchToJson(batch))
  })
  return routes
}

function toItem(
  { batch_request_id: id, batch_request: given }: z.output<typeof requestSchema>,
  newId: () => string,
): Item {
  const body = given.responses ?? given.chat_get_completion
  if (body === undefined)
    throw unsupported('batch_request', 'requests of chat_get_completion and responses are made')
  if (body['stream'] === true) throw unsupported('stream', 'a request of a batch is not streamed')
  const kind = given.responses === undefined ? 'chat' : 'responses'
  return { id: id ?? newId(), kind, body, state: 'pending', result: null }
}

function failed(item: Item, message: string, code = 'upstream_failed'): void {
  item.state = 'failed'
  item.result = { code, message }
}

function batchToJson({ id, name, createdAt, items }: Batch): object {
  const count = (state: Item['state']) => items.filter((item) => item.state === state).length
  return {
    ...{ batch_id: id, name, create_time: new Date(createdAt).toISOString() },
    state: {
      ...{ num_requests: items.length, num_pending: count('pending'), num_success: count('done') },
      ...{ num_error: count('failed'), num_cancelled: count('cancelled') },
    },
  }
}
