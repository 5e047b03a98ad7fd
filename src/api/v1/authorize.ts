import type { MiddlewareHandler } from 'hono'
import { AppError } from '../../domain/errors.ts'
import type { ApiDependencies } from '../environment.ts'
import { ownersCaller, type V1Context, type V1Environment } from './v1-environment.ts'

const REASONS = {
  unknown: 'The API key is not valid.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const

/**
 * Who calls. A key that is sent is always checked, before anything else; without one the visitor is whoever the web app
 * would take them for: the owner at this computer, or the person who is signed in.
 *
 * @throws {AppError} unauthorized
 */
export function authorize({ ledger, identify }: ApiDependencies): MiddlewareHandler<V1Environment> {
  return async (context, next) => {
    const sent = keyOf(context)
    if (sent === null) {
      const viewer = await identify(context.req.raw)
      if (viewer === null)
        throw new AppError(
          'unauthorized',
          'Send an API key as "Authorization: Bearer …"; the settings or `verity keys create` make one.',
        )
      context.set('viewer', viewer)
      context.set('caller', ownersCaller(viewer.id))
      return await next()
    }
    const checked = await ledger.apiKeys.check(sent)
    if (checked.kind === 'refused') throw new AppError('unauthorized', REASONS[checked.reason])
    const { key } = checked
    context.set('caller', { ownerId: key.ownerId, key, scopes: key.scopes })
    await next()
  }
}

/** Null where none was sent. An empty one was sent. */
function keyOf(context: V1Context): string | null {
  const header = context.req.header('authorization')
  if (header !== undefined) return header.replace(/^Bearer\b\s*/i, '').trim()
  return context.req.header('x-api-key')?.trim() ?? null
}
