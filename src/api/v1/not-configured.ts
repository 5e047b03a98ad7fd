import { type Context, Hono } from 'hono'
import type { ApiEndpoint } from '../../domain/api-scopes.ts'
import { AppError } from '../../domain/errors.ts'
import { requireEndpoint, type V1Context, type V1Environment } from './v1-environment.ts'

type Part = {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: string
  readonly endpoint: ApiEndpoint
  readonly role: string
}

/** Parts of the API that need a model which nobody can set up yet, and the role that it would have. */
const PARTS: readonly Part[] = [
  { method: 'post', path: '/images/edits', endpoint: 'images', role: 'draw' },
  { method: 'post', path: '/videos/generations', endpoint: 'images', role: 'draw' },
  { method: 'post', path: '/videos/edits', endpoint: 'images', role: 'draw' },
  { method: 'post', path: '/videos/extensions', endpoint: 'images', role: 'draw' },
  { method: 'post', path: '/tts', endpoint: 'audio', role: 'speak' },
  { method: 'post', path: '/stt', endpoint: 'audio', role: 'listen' },
  { method: 'post', path: '/audio/translations', endpoint: 'audio', role: 'listen' },
]

/** Answers in the client's error shape and names what to configure. */
export function notConfiguredRoutes(): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()
  for (const { method, path, endpoint, role } of PARTS)
    routes.on(method.toUpperCase(), path, (context: Context) => {
      requireEndpoint(context as V1Context, endpoint)
      throw notConfigured(role)
    })
  return routes
}

/** @param role what the model would do, as the Models page calls it */
export function notConfigured(role: string): AppError {
  return new AppError(
    'invalid_input',
    `No model is configured for the role "${role}". Set one under Models in the settings (or with \`verity models use ${role} MODEL\`); the embedded engine cannot do this.`,
    { param: 'model' },
  )
}
