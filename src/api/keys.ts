import { Hono } from 'hono'
import {
  type ApiKeyJson,
  type ApiKeyListJson,
  type NewApiKeyJson,
  newApiKeyBodySchema,
} from '../contract/api-key.ts'
import { formatScopes, parseScopes } from '../domain/api-scopes.ts'
import { AppError } from '../domain/errors.ts'
import type { ApiKey } from '../ledger/api-keys.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { viewerOf } from './viewer.ts'

/** GET /api/keys · POST /api/keys · DELETE /api/keys/:id: everybody's own keys of the API. */
export function keyRoutes({ ledger, timing }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.get('/', async (context) => {
    const keys = await ledger.apiKeys.list(viewerOf(context).id)
    const body: ApiKeyListJson = { keys: keys.map(apiKeyToJson) }
    return context.json(body)
  })

  routes.post('/', async (context) => {
    const { id } = viewerOf(context)
    const wanted = await readBody(context, newApiKeyBodySchema)
    const expiresAt = wanted.expires_at == null ? null : Date.parse(wanted.expires_at)
    if (expiresAt !== null && expiresAt <= timing.now())
      throw new AppError('invalid_input', 'expires_at: lies in the past.')
    const { key, about } = await ledger.apiKeys.create(id, {
      ...{ name: wanted.name, scopes: parseScopes(wanted.scopes ?? []), expiresAt },
      requestsPerMinute: wanted.requests_per_minute ?? null,
    })
    const body: NewApiKeyJson = { key, about: apiKeyToJson(about) }
    return context.json(body, 201)
  })

  routes.delete('/:id', async (context) => {
    const isRevoked = await ledger.apiKeys.revoke(viewerOf(context).id, context.req.param('id'))
    if (!isRevoked) throw new AppError('not_found', 'There is no such key.')
    return context.body(null, 204)
  })
  return routes
}

function apiKeyToJson(key: ApiKey): ApiKeyJson {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString())
  return {
    ...{ id: key.id, name: key.name, hint: key.hint, scopes: formatScopes(key.scopes) },
    requests_per_minute: key.requestsPerMinute,
    created_at: new Date(key.createdAt).toISOString(),
    expires_at: iso(key.expiresAt),
    last_used_at: iso(key.lastUsedAt),
  }
}
