import { realTiming, type Timing } from '../../lib/timing.ts'
import type { XApi } from './call-api.ts'
import type { InboxLimits } from './inbox.ts'
import type { StreamLimits } from './read-stream.ts'
import type { XOptions } from './x-options.ts'

export const X_LIMITS: XLimits = {
  itemsMax: 4_000,
  lengthMax: 16_000_000,
  lineBytesMax: 1_048_576,
  handshakeMs: 20_000,
  silenceMs: 30_000,
}

export type XLimits = InboxLimits & StreamLimits

export type XDependencies = {
  readonly fetch?: typeof fetch
  readonly timing?: Timing
  /** How long a message waits for others to be stored with. Default 1,000. */
  readonly batchMs?: number
  readonly limits?: Partial<XLimits>
}

/** How X's API is reached with these options, for the functions that ask it. */
export function xApi(options: XOptions, deps: XDependencies = {}): XApi {
  return {
    baseUrl: options.base_url.replace(/\/+$/, ''),
    token: options.bearer_token,
    fetch: deps.fetch ?? fetch,
    timing: deps.timing ?? realTiming,
  }
}
