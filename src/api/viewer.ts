import type { Context } from 'hono'
import { AppError } from '../domain/errors.ts'
import type { ApiEnvironment, Viewer } from './environment.ts'

/** @throws {AppError} unauthorized when nobody is signed in */
export function viewerOf(context: Context<ApiEnvironment>): Viewer {
  const viewer = context.get('viewer')
  if (viewer === null) throw new AppError('unauthorized', 'Sign in first.')
  return viewer
}

/** @throws {AppError} unauthorized or forbidden when the visitor is not the owner of this installation */
export function ownerOf(context: Context<ApiEnvironment>): Viewer {
  const viewer = viewerOf(context)
  if (viewer.role !== 'owner')
    throw new AppError('forbidden', 'Only the owner of this installation may change this.')
  return viewer
}

/** The interface language of the request. */
export function localeOf(context: { readonly req: Pick<Context['req'], 'header'> }): 'en' | 'fr' {
  const preferred = context.req.header('accept-language')?.trim().toLowerCase() ?? ''
  return preferred.startsWith('fr') ? 'fr' : 'en'
}
