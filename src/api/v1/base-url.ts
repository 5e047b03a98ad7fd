import type { ApiDependencies } from '../environment.ts'
import type { V1Context } from './v1-environment.ts'

/** Where the client reaches this server, for addresses of our own copies. */
export function baseUrlOf(context: V1Context, { v1 }: Pick<ApiDependencies, 'v1'>): string {
  return (v1.publicUrl ?? new URL(context.req.url).origin).replace(/\/+$/, '')
}
