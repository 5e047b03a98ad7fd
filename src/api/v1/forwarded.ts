import { Hono } from 'hono'
import { z } from 'zod'
import type { ApiEndpoint } from '../../domain/api-scopes.ts'
import { AppError } from '../../domain/errors.ts'
import type { ModelRole } from '../../domain/model-roles.ts'
import { parseRetryAfter } from '../../lib/parse-retry-after.ts'
import type { ApiDependencies } from '../environment.ts'
import { embedHere } from './embed-here.ts'
import { notConfigured } from './not-configured.ts'
import { parseInput, readBytes } from './read-json.ts'
import {
  type Remote,
  requireEndpoint,
  requireModel,
  type V1Context,
  type V1Environment,
} from './v1-environment.ts'

type Part = {
  readonly path: string
  readonly endpoint: ApiEndpoint
  readonly role: ModelRole
  readonly isForm?: true
}

/** Parts of the API that another model than a language model serves: handed on to the server of its role. */
const PARTS: readonly Part[] = [
  { path: '/embeddings', endpoint: 'embeddings', role: 'embed' },
  { path: '/images/generations', endpoint: 'images', role: 'draw' },
  { path: '/audio/speech', endpoint: 'audio', role: 'speak' },
  { path: '/audio/transcriptions', endpoint: 'audio', role: 'listen', isForm: true },
]
const TIMEOUT_MS = 300_000
const BODY_BYTES_MAX = 30 * 1024 * 1024
const ANSWER_BYTES_MAX = 60 * 1024 * 1024
const EMBEDDING_INPUTS_MAX = 128

const embeddingBodySchema = z.strictObject({
  model: z.string().min(1).max(300),
  input: z.union([z.string(), z.array(z.string()).min(1).max(EMBEDDING_INPUTS_MAX)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish(),
  user: z.unknown().optional(),
})

/** POST /v1/embeddings and others, each served by the model of a role; nobody set up: an error that names the role. */
export function forwardedRoutes({ v1 }: ApiDependencies): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()
  for (const { path, endpoint, role, isForm } of PARTS)
    routes.post(path, async (context) => {
      const caller = requireEndpoint(context, endpoint)
      const bytes = await readBytes(context, BODY_BYTES_MAX)
      const body = isForm ? null : checkedBody(bytes, role)
      const remote = await v1.remote(role)
      if (remote === null) throw notConfigured(role)
      requireModel(caller, remote.model)
      if (
        body !== null &&
        typeof body['model'] === 'string' &&
        role === 'embed' &&
        body['model'] !== remote.model
      )
        throw new AppError(
          'not_found',
          `There is no embedding model "${body['model']}"; "${remote.model}" is set up.`,
          {
            param: 'model',
          },
        )
      if (remote.embed !== undefined) {
        const parsed = embeddingBodySchema.parse(body)
        const here = { model: remote.model, embed: remote.embed }
        return context.json(await embedHere(parsed, here, context.req.raw.signal))
      }
      return await forward(context, {
        path,
        remote,
        body: body === null ? bytes : JSON.stringify({ ...body, model: remote.model }),
      })
    })
  return routes
}

function checkedBody(bytes: Uint8Array, role: ModelRole): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (role === 'embed') return parseInput(embeddingBodySchema, value)
    return parseInput(z.record(z.string(), z.unknown()), value)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw new AppError('invalid_input', 'The body is not JSON.', { cause: thrown })
  }
}

async function forward(
  context: V1Context,
  { path, remote, body }: { path: string; remote: Remote; body: string | Uint8Array<ArrayBuffer> },
): Promise<Response> {
  const who = `The model server for "${remote.model}"`
  const sent = await fetch(`${remote.url.replace(/\/+$/, '')}${path}`, {
    ...{ method: 'POST', body, redirect: 'error' },
    signal: AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    headers: {
      'content-type':
        typeof body === 'string' ? 'application/json' : (context.req.header('content-type') ?? ''),
      ...(remote.key !== null && { authorization: `Bearer ${remote.key}` }),
    },
  }).catch((cause: unknown) => {
    throw new AppError('upstream_failed', `${who} did not answer.`, { cause })
  })
  if (sent.ok) {
    const answer = await sent.arrayBuffer()
    if (answer.byteLength > ANSWER_BYTES_MAX) throw new AppError('upstream_failed', `${who} sent too much.`)
    return context.body(answer, 200, {
      'Content-Type': sent.headers.get('content-type') ?? 'application/json',
    })
  }
  await sent.body?.cancel()
  if (sent.status === 400 || sent.status === 422)
    throw new AppError('invalid_input', `${who} refused the request.`)
  if (sent.status === 429)
    throw new AppError('over_limit', `${who} says that its limit is reached.`, {
      retryAfterMs: parseRetryAfter(sent.headers.get('retry-after') ?? undefined, Date.now()),
    })
  throw new AppError('upstream_failed', `${who} answered with status ${sent.status}.`)
}
