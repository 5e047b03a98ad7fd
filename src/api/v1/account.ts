import { Hono } from 'hono'
import { formatScopes } from '../../domain/api-scopes.ts'
import type { ApiKey } from '../../ledger/api-keys.ts'
import type { Caller, V1Environment } from './v1-environment.ts'

/** GET /v1/api-key · GET /v1/me: what a client may learn of itself. */
export function accountRoutes(): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()
  routes.get('/api-key', (context) => context.json(keyToJson(context.get('caller'))))
  routes.get('/me', (context) => {
    const caller = context.get('caller')
    return context.json({
      user_id: caller.ownerId,
      team_id: 'verity',
      zdr_status: 'no_zdr',
      team_blocked: false,
      api_key: keyToJson(caller),
    })
  })
  return routes
}

function keyToJson({ ownerId, key }: Caller): object {
  return {
    redacted_api_key: key === null ? 'none' : `vrt_...${key.hint}`,
    user_id: ownerId,
    name: key?.name ?? 'this computer',
    create_time: iso(key?.createdAt ?? 0),
    modify_time: iso(key?.createdAt ?? 0),
    modified_by: ownerId,
    team_id: 'verity',
    acls: aclsOf(key),
    api_key_id: key?.id ?? 'none',
    ...{ team_blocked: false, api_key_blocked: false, api_key_disabled: false },
    expire_time: key?.expiresAt == null ? null : iso(key.expiresAt),
  }
}

function aclsOf(key: ApiKey | null): string[] {
  const scopes = key?.scopes ?? { models: null, endpoints: null, sources: null }
  return formatScopes(scopes).map((scope) => `api-key:${scope}`)
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
