import type { Timing } from '../../lib/timing.ts'
import type { SourceBatch, SourceRun } from '../source.ts'
import type { InstanceInfo } from './discover-instance.ts'
import type { InstanceClient } from './instance-client.ts'
import type { KnownStatuses } from './known-statuses.ts'
import type { MastodonOptions } from './mastodon-options.ts'
import { type GapEnd, readGap, readNewestId } from './read-gap.ts'
import { StatusBatch } from './status-batch.ts'
import { localIdAt, timeOfLocalId } from './status-id.ts'
import { timelineUrl } from './stream-addresses.ts'
import type { LineLimits } from './stream-line.ts'
import type { Unsettled } from './unsettled.ts'

export type SessionSettings = {
  readonly limits: LineLimits
  readonly batchMs: number
  readonly pollMs: number
  readonly gapPagesMax: number
}

/** What one run of a source knows. Its parts change as it goes. */
export type Session = {
  readonly options: MastodonOptions
  readonly host: string
  readonly request: SourceRun
  readonly settings: SessionSettings
  readonly client: InstanceClient
  readonly known: KnownStatuses
  readonly unsettled: Unsettled
  readonly timing: Timing
  readonly fetch: typeof fetch
  /** Null until the instance was asked, and again when it stopped answering. */
  info: InstanceInfo | null
  /** Local id of the newest status dealt with or in the batch being dealt with. */
  cursor: string | null
  /** UTC milliseconds of the newest event seen, as the network dates it. */
  lastEventAt: number | null
  /** How streams are tried. */
  transport: 'websocket' | 'events'
  /** UTC milliseconds until which the timeline is asked instead, because streaming was refused. */
  pollUntil: number
}

/** A batch that is empty so far and goes on from the session's cursor. */
export function newBatch(session: Session): StatusBatch {
  const domain = session.info?.domain ?? session.host
  return new StatusBatch({ domain, host: session.host, known: session.known, cursor: session.cursor })
}

/** Notes how far a batch brings the session. */
export function advance(session: Session, batch: SourceBatch): SourceBatch {
  session.cursor = batch.cursor ?? session.cursor
  session.lastEventAt = batch.lastEventAt ?? session.lastEventAt
  return batch
}

/**
 * Yields what was written since the cursor, and a little before it. Without a cursor it only finds out where now is.
 * Deletions made meanwhile cannot be learned from a timeline; edits can, of the statuses in it.
 */
export async function* fillGap(session: Session): AsyncGenerator<SourceBatch, GapEnd> {
  const { client, timing } = session
  const timeline = timelineUrl(session.options)
  if (session.cursor === null) {
    const newest = await readNewestId(client, timeline)
    if ('kind' in newest) return newest
    const batch = newBatch(session)
    // Where nothing was written yet, whatever comes will have a later id than one made now.
    batch.moveTo(newest.newestId ?? localIdAt(timing.now()), timing.now())
    yield advance(session, batch.build())
    return { kind: 'complete' }
  }
  const pages = readGap({ client, timeline, after: session.cursor, pagesMax: session.settings.gapPagesMax })
  for (;;) {
    const step = await pages.next()
    if (step.done) return step.value
    const batch = newBatch(session)
    // Nothing in this batch is deleted, so it never needs to end early.
    for (const status of step.value.statuses)
      batch.addStatus(status, { raw: null, now: timing.now(), isEdit: false })
    if (step.value.newestId !== null) batch.moveTo(step.value.newestId, timing.now())
    yield advance(session, batch.build())
  }
}

/** When the newest status before a hole that ends at `to` was written. UTC milliseconds. */
export function missedFrom(session: Session, to: number): number {
  const from = timeOfLocalId(session.cursor ?? '') ?? session.lastEventAt ?? to
  return Math.min(from, to)
}
