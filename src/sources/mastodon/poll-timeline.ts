import type { SourceBatch } from '../source.ts'
import type { LineEnd } from './line-end.ts'
import { fillGap, missedFrom, type Session } from './session.ts'
import { timelineUrl } from './stream-addresses.ts'

/**
 * Asks the timeline again and again, for instances that do not let us stream, until the time for it is over. New
 * statuses arrive late by up to the time between two questions; deletions are not heard, edits only of the newest.
 */
export async function* pollTimeline(session: Session): AsyncGenerator<SourceBatch, LineEnd> {
  const { request, timing, settings } = session
  const endpoint = pollEndpoint(session)
  let isTold = false
  while (timing.now() < session.pollUntil) {
    const end = yield* fillGap(session)
    if (end.kind !== 'complete' && end.kind !== 'too_long') return end
    const to = timing.now()
    const missed = end.kind === 'too_long' ? { from: missedFrom(session, to), to } : null
    // More than can be fetched: go on from now. The next round finds out where that is.
    if (missed !== null) session.cursor = null
    if (missed !== null || !isTold) request.onLine({ kind: 'connected', endpoint, missed })
    isTold = true
    if (missed === null) await timing.wait(settings.pollMs, request.signal)
    if (request.signal.aborted) return { kind: 'left' }
  }
  return { kind: 'renewed' }
}

/** Says what is done and why, where people look for how a source is connected. */
function pollEndpoint({ options, settings }: Session): string {
  const why = options.accessToken === undefined ? 'needs an access token' : 'is refused to this access token'
  const every = `asked every ${Math.round(settings.pollMs / 1_000)} seconds`
  return `${timelineUrl(options).href} (${every}, because streaming ${why}; deletions are not heard this way)`
}
