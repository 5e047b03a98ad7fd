import { AppError } from '../../domain/errors.ts'
import type { Source, SourceBatch, SourceRun } from '../source.ts'
import type { XDependencies } from './x-dependencies.ts'
import { type XOptions, type XOptionsInput, xOptionsSchema } from './x-options.ts'
import { XRun } from './x-run.ts'

/**
 * Public posts of X that match a person's rules, as they are written and edited, with the person's own bearer token
 * through the filtered stream of X's API v2. Opens nothing until it runs.
 *
 * Its cursor is an id of X up to which everything was handed on. What was written during an interruption is fetched by
 * recent search (see the option `backfill`), while the stream goes on. Deletions are not announced to ordinary tokens:
 * `checkPosts` and `runComplianceJob` ask for them.
 *
 * X's own client (`@xdevplatform/xdk` 0.6.6) and `twitter-api-v2` 1.29.1 were looked at on 2026-11-22 and are not used:
 * both queue a stream's events without a limit and without a way to hold X back, keep an unfinished line however long it
 * grows, and fill no gaps. The first does not reconnect; the second does on a timetable of its own, breaks characters
 * that arrive in two pieces, and takes neither a signal nor another address.
 *
 * @throws {AppError} invalid_input when the options are not what `xOptionsSchema` says
 * @see https://docs.x.com/x-api/posts/filtered-stream/introduction
 */
export function xSource(input: XOptionsInput, deps: XDependencies = {}): Source {
  const parsed = xOptionsSchema.safeParse(input)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new AppError('invalid_input', `The options of the X source cannot be used. ${problems.join(' ')}`)
  }
  return { kind: 'x', title: 'X', run: (request) => follow(request, parsed.data, deps) }
}

async function* follow(
  request: SourceRun,
  options: XOptions,
  deps: XDependencies,
): AsyncGenerator<SourceBatch> {
  if (request.signal.aborted) return
  await using run = new XRun(request, options, deps)
  for (;;) {
    const batch = await run.nextBatch()
    if (batch === null) return
    yield batch
  }
}
