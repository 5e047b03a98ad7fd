import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { acceptFile, FILE_BYTES_MAX } from '../../assistant/documents/accept-file.ts'
import { AppError } from '../../domain/errors.ts'
import type { StoredFile } from '../../ledger/files.ts'
import type { ApiDependencies } from '../environment.ts'
import { localeOf } from '../viewer.ts'
import { TooLargeError } from './errors.ts'
import { parseInput, readBytes } from './read-json.ts'
import { unsupported } from './search-fields.ts'
import { requireEndpoint, type V1Context, type V1Environment } from './v1-environment.ts'

const DAY_MS = 86_400_000
/** A file that is not told to expire is kept as long as its owner wants. */
const KEPT_MS = 3_650 * DAY_MS
/** For the fields around the file. */
const FORM_BYTES_MAX = 100_000
const SECONDS = { min: 3_600, max: 2_592_000 } as const
const listQuerySchema = z.looseObject({
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
  after: z.string().optional(),
  pagination_token: z.string().optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
})

type Kept = { readonly purpose: string }

/** POST, GET /v1/files · GET, DELETE /v1/files/:id · GET /v1/files/:id/content: the files that the web app shows too. */
export function fileRoutes(dependencies: ApiDependencies): Hono<V1Environment> {
  const { ledger, documents, timing } = dependencies
  const routes = new Hono<V1Environment>()

  routes.post('/', async (context) => {
    const { ownerId } = requireEndpoint(context, 'files')
    const { bytes, name, purpose, expiresAfterMs } = await readForm(context)
    const accepted = await acceptFile({ name, bytes, locale: localeOf(context) }, documents)
    const { file } = await ledger.files.add(ownerId, accepted)
    const expiresAt = timing.now() + (expiresAfterMs ?? KEPT_MS)
    await ledger.apiObjects.put(ownerId, {
      kind: 'file',
      id: file.id,
      state: 'done',
      body: { purpose },
      expiresAt,
    })
    return context.json(fileToJson(file, purpose))
  })

  routes.get('/', async (context) => {
    const { ownerId } = requireEndpoint(context, 'files')
    const { limit, order, after, pagination_token: token } = parseInput(listQuerySchema, context.req.query())
    const files = await ledger.files.list(ownerId)
    const ordered = order === 'desc' ? files : files.toReversed()
    const last = after ?? token
    const from = last === undefined ? 0 : ordered.findIndex(({ id }) => id === last) + 1
    const page = ordered.slice(from, from + limit)
    return context.json({
      object: 'list',
      data: page.map((file) => fileToJson(file, 'assistants')),
      has_more: from + limit < ordered.length,
      ...{
        first_id: page[0]?.id ?? null,
        last_id: page.at(-1)?.id ?? null,
        pagination_token: page.at(-1)?.id ?? '',
      },
    })
  })

  const find = async (context: V1Context, id: string) => {
    const { ownerId } = requireEndpoint(context, 'files')
    const file = await ledger.files.get(ownerId, id)
    if (file === null) throw new AppError('not_found', `There is no file "${id}".`)
    const kept = await ledger.apiObjects.get<Kept>(ownerId, 'file', id)
    return { ownerId, file, purpose: kept?.body.purpose ?? 'assistants' }
  }

  routes.get('/:id', async (context) => {
    const { file, purpose } = await find(context, context.req.param('id'))
    return context.json(fileToJson(file, purpose))
  })

  routes.delete('/:id', async (context) => {
    const { ownerId, file } = await find(context, context.req.param('id'))
    await ledger.files.delete(ownerId, file.id)
    await ledger.apiObjects.delete(ownerId, 'file', file.id)
    return context.json({ id: file.id, object: 'file', deleted: true })
  })

  routes.get('/:id/content', async (context) => {
    const { file } = await find(context, context.req.param('id'))
    if (context.req.query('format') === 'original' && file.kind !== 'text' && file.kind !== 'csv')
      throw unsupported('format', 'only the text of files is kept')
    return context.body(file.text, 200, { 'Content-Type': 'text/plain; charset=utf-8' })
  })
  return routes
}

async function readForm(context: V1Context) {
  if (Number(context.req.header('content-length') ?? 0) > FILE_BYTES_MAX + FORM_BYTES_MAX)
    throw new TooLargeError(`Files have ${FILE_BYTES_MAX} bytes at most.`)
  const bytes = await readBytes(context, FILE_BYTES_MAX + FORM_BYTES_MAX)
  const form = await formOf(context, bytes)
  const file = form.get('file')
  if (file === null || typeof file === 'string')
    throw new AppError('invalid_input', 'file: is missing from the form.', { param: 'file' })
  if (file.size > FILE_BYTES_MAX) throw new TooLargeError(`Files have ${FILE_BYTES_MAX} bytes at most.`)
  const seconds = secondsOf(form.get('expires_after[seconds]') ?? form.get('expires_after'))
  return {
    ...{ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) },
    purpose: String(form.get('purpose') ?? 'assistants').slice(0, 100),
    expiresAfterMs: seconds === null ? null : seconds * 1_000,
  }
}

async function formOf(context: Context<V1Environment>, bytes: Uint8Array<ArrayBuffer>): Promise<FormData> {
  try {
    const headers = { 'content-type': context.req.header('content-type') ?? '' }
    return await new Response(bytes, { headers }).formData()
  } catch (cause) {
    throw new AppError('invalid_input', 'The body is no multipart form.', { cause })
  }
}

function secondsOf(value: string | File | null): number | null {
  if (value === null) return null
  const seconds = Number(value)
  if (Number.isInteger(seconds) && seconds >= SECONDS.min && seconds <= SECONDS.max) return seconds
  throw new AppError('invalid_input', `expires_after: seconds from ${SECONDS.min} to ${SECONDS.max}.`, {
    param: 'expires_after',
  })
}

function fileToJson(file: StoredFile, purpose: string): object {
  return {
    ...{ id: file.id, object: 'file', bytes: file.sizeBytes, filename: file.name, purpose },
    ...{ created_at: Math.floor(file.createdAt / 1_000), status: 'processed' },
  }
}
