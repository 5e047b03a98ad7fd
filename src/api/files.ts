import { Hono } from 'hono'
import { z } from 'zod'
import { acceptFile, FILE_BYTES_MAX, refusal } from '../assistant/documents/accept-file.ts'
import type { FileJson, FileListJson, FileWithTextJson } from '../contract/file.ts'
import { AppError } from '../domain/errors.ts'
import { FILES_MAX, FILES_PER_QUESTION_MAX, FILES_TEXT_MAX, type StoredFile } from '../ledger/files.ts'
import { readBodyAtMost } from '../ledger/read-body.ts'
import { LeasePool, PoolFullError } from '../lib/lease-pool.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readQuery } from './read-input.ts'
import { localeOf, viewerOf } from './viewer.ts'

/** `unasked=true` leaves a file that a question was asked with. */
const deletionSchema = z.object({ unasked: z.enum(['true', 'false']).default('false') })
const nameSchema = z.object({ name: z.string().min(1).max(500).default('file') })
/** Files that are held in memory at the same time; who comes later waits. */
const ARRIVING_MAX = 3
const WAITING_MAX = 20

/** GET, POST /api/files · GET, DELETE /api/files/:id. Everybody sees their own files and nobody else's. */
export function fileRoutes({ ledger, documents }: ApiDependencies): Hono<ApiEnvironment> {
  const arriving = new LeasePool(new Array<null>(ARRIVING_MAX).fill(null), { waitingMax: WAITING_MAX })
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    const ownerId = viewerOf(context).id
    const [files, usage] = await Promise.all([ledger.files.list(ownerId), ledger.files.usage(ownerId)])
    const body: FileListJson = {
      files: files.map(fileToJson),
      characters: usage.textLength,
      limits: {
        files: FILES_MAX,
        characters: FILES_TEXT_MAX,
        size_bytes: FILE_BYTES_MAX,
        per_question: FILES_PER_QUESTION_MAX,
      },
    }
    return context.json(body)
  })

  routes.post('/', async (context) => {
    const ownerId = viewerOf(context).id
    const { name } = readQuery(context, nameSchema)
    const locale = localeOf(context)
    const receive = async () => {
      const bytes = await readFile(context.req.raw, name, locale)
      return await acceptFile({ name, bytes, locale }, documents)
    }
    const accepted = await arriving.use(receive, context.req.raw.signal).catch((thrown: unknown) => {
      if (!(thrown instanceof PoolFullError)) throw thrown
      throw new AppError('over_limit', 'Too many files are being read at once. Try again in a moment.')
    })
    const { file, isNew } = await ledger.files.add(ownerId, accepted)
    return context.json(fileToJson(file), isNew ? 201 : 200)
  })

  routes.get('/:id', async (context) => {
    const file = await ledger.files.get(viewerOf(context).id, context.req.param('id'))
    if (file === null) throw noSuchFile()
    const body: FileWithTextJson = { ...fileToJson(file), text: file.text, page_starts: [...file.pageStarts] }
    return context.json(body)
  })

  routes.delete('/:id', async (context) => {
    const ownerId = viewerOf(context).id
    const id = context.req.param('id')
    const { unasked } = readQuery(context, deletionSchema)
    if (unasked === 'true') await ledger.files.deleteUnasked(ownerId, id)
    else if (!(await ledger.files.delete(ownerId, id))) throw noSuchFile()
    return context.body(null, 204)
  })
  return routes
}

/** The body, refused as soon as it is known to be too large. */
async function readFile(request: Request, name: string, locale: 'en' | 'fr'): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > FILE_BYTES_MAX)
    throw refusal(name, 'too_large', locale)
  try {
    return (await readBodyAtMost(request, FILE_BYTES_MAX)) ?? new Uint8Array()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'over_limit') throw refusal(name, 'too_large', locale)
    throw thrown
  }
}

function fileToJson(file: StoredFile): FileJson {
  return {
    id: file.id,
    name: file.name,
    kind: file.kind,
    size_bytes: file.sizeBytes,
    sha256: file.sha256,
    title: file.title,
    characters: file.textLength,
    pages: file.pageStarts.length === 0 ? null : file.pageStarts.length,
    created_at: new Date(file.createdAt).toISOString(),
  }
}

function noSuchFile(): AppError {
  return new AppError('not_found', 'There is no such file. It may have been deleted.')
}
