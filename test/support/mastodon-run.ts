import type { Timing } from '../../src/lib/timing.ts'
import type { MastodonOptionsInput } from '../../src/sources/mastodon/mastodon-options.ts'
import { type MastodonDependencies, mastodonSource } from '../../src/sources/mastodon/mastodon-source.ts'
import type { LineState, Source, SourceBatch } from '../../src/sources/source.ts'
import type { FakeTiming } from './fake-timing.ts'
import type { MastodonServer } from './mastodon-server.ts'

export type RunRequest = {
  readonly server: MastodonServer
  readonly timing: FakeTiming
  readonly signal: AbortSignal
  readonly options?: Partial<MastodonOptionsInput>
  readonly deps?: MastodonDependencies
  readonly cursor?: string | null
  /** A source that ran before. */
  readonly source?: Source
}

/** Runs a source against a local instance with time standing still; batches are handed on as they come. */
export function runMastodon(request: RunRequest) {
  const { server, timing, signal, cursor = null } = request
  const lines: LineState[] = []
  let onChange = Promise.withResolvers<void>()
  const changed = () => {
    onChange.resolve()
    onChange = Promise.withResolvers()
  }
  const waits: number[] = []
  const watched: Timing = {
    now: timing.now,
    wait: (ms, ended) => {
      waits.push(ms)
      return timing.wait(ms, ended)
    },
  }
  // The handshake of a WebSocket is timed by the real clock, and a busy machine may take long.
  const limits = { handshakeMs: 600_000, ...request.deps?.limits }
  const source =
    request.source ??
    mastodonSource(
      { instance: server.origin, stream: 'public_local', ...request.options },
      { timing: watched, random: () => 0.999, batchMs: 0, ...request.deps, limits },
    )
  const onLine = (line: LineState) => {
    lines.push(line)
    changed()
  }
  const batches = source.run({ cursor, signal, onLine })[Symbol.asyncIterator]()
  const next = async (): Promise<SourceBatch> => {
    const { value } = await batches.next()
    return value as SourceBatch
  }
  return {
    source,
    lines,
    /** Every wait so far, in milliseconds. */
    waits,
    next,
    /** Reads until something of a batch is what is looked for. */
    find: async (isWanted: (batch: SourceBatch) => boolean): Promise<SourceBatch> => {
      for (let batch = await next(); ; batch = await next())
        if (batch === undefined || isWanted(batch)) return batch
    },
    /** Reads on in the background and keeps all batches. */
    collect: (into: SourceBatch[]) =>
      (async () => {
        for (let step = await batches.next(); !step.done; step = await batches.next()) {
          into.push(step.value)
          changed()
        }
      })(),
    until: async (isReached: () => boolean) => {
      while (!isReached()) await onChange.promise
    },
    end: () => batches.return?.(),
  }
}
