import type { SourceBatch } from '../source.ts'
import { openEvents } from './events-transport.ts'
import type { LineEnd } from './line-end.ts'
import { rawText, type StreamMessage } from './message-queue.ts'
import { readEvent } from './read-event.ts'
import { advance, fillGap, missedFrom, newBatch, type Session } from './session.ts'
import { eventsUrl, webSocketUrl } from './stream-addresses.ts'
import { StreamLine } from './stream-line.ts'
import { openWebSocket } from './websocket-transport.ts'

const BATCH_MAX = 1_000
/** Nobody can subscribe to this: a refusal on an open line that names no status. */
const BAD_REQUEST = 400

export type StreamOutcome = {
  readonly end: LineEnd
  /** UTC milliseconds at which the line was open; null when it never was. */
  readonly openedAt: number | null
}

/**
 * Listens to the stream until the line ends. What was written while nobody listened is read from the timeline once the
 * line is open, so that there is no hole between the two.
 */
export async function* followStream(
  session: Session,
  streaming: string,
): AsyncGenerator<SourceBatch, StreamOutcome> {
  const { request } = session
  const endpoint = endpointOf(session, streaming)
  // Before the line is open, so that the cursor never stands behind something that waits in it.
  if (session.cursor === null) yield* fillGap(session)
  await using line = openLine(session, endpoint)
  const leave = () => line.leave()
  request.signal.addEventListener('abort', leave, { once: true })
  void line.ended.then(() => request.signal.removeEventListener('abort', leave))
  if (request.signal.aborted) leave()

  if (!(await line.opened)) return { end: await line.ended, openedAt: null }
  const openedAt = line.openedAt ?? session.timing.now()
  request.onLine({ kind: 'connected', endpoint, missed: null })
  try {
    const trouble = yield* catchUp(session, { endpoint, openedAt })
    if (trouble !== null) return { end: trouble, openedAt }
    yield* batches(session, line)
    return { end: await line.ended, openedAt }
  } finally {
    line.leave()
    keepUntaken(session, line.untaken)
  }
}

/** Edits and deletions among these are never told again; statuses are. */
function keepUntaken(session: Session, messages: readonly StreamMessage[]): void {
  const batch = newBatch(session)
  for (const message of messages) {
    const event = readEvent(message)
    const isOnce = event.kind === 'delete' || (event.kind === 'status' && event.isEdit)
    if (isOnce) batch.add(event, rawText(message), session.timing.now())
  }
  if (messages.length > 0) session.unsettled.addUntaken(batch.build())
}

function endpointOf(session: Session, streaming: string): string {
  const { options, transport } = session
  return transport === 'websocket' ? webSocketUrl(streaming, options) : eventsUrl(streaming, options)
}

function openLine(session: Session, url: string): StreamLine {
  const { timing, fetch, client } = session
  const { limits } = session.settings
  const isForeignHost = new URL(url).hostname !== new URL(session.options.instance).hostname
  const target = { url, headers: client.headers, limits, timing, fetch, isForeignHost }
  return new StreamLine({
    limits,
    timing,
    open: (events) =>
      session.transport === 'websocket' ? openWebSocket(target, events) : openEvents(target, events),
  })
}

/** @returns why listening must begin anew; null when it can go on, with a stretch reported as missed where there is one */
async function* catchUp(
  session: Session,
  { endpoint, openedAt }: { endpoint: string; openedAt: number },
): AsyncGenerator<SourceBatch, LineEnd | null> {
  if (session.cursor === null) return null
  const end = yield* fillGap(session)
  if (end.kind === 'left') return end
  if (end.kind === 'complete') return null
  if (end.kind !== 'too_long' && !isLasting(end)) return end
  const from = missedFrom(session, openedAt)
  session.request.onLine({ kind: 'connected', endpoint, missed: { from, to: openedAt } })
  return null
}

/** The timeline will not answer soon; the stream is better than nothing. */
function isLasting(end: LineEnd): boolean {
  if (end.kind === 'failed') return end.code.startsWith('ANSWER_')
  return end.kind === 'refused' && end.status < 500 && end.status !== 408 && end.status !== 429
}

async function* batches(session: Session, line: StreamLine): AsyncGenerator<SourceBatch> {
  const { settings, timing } = session
  for (;;) {
    const messages = await line.take(BATCH_MAX, settings.batchMs)
    if (messages.length === 0) return
    let batch = newBatch(session)
    for (const message of messages) {
      const event = readEvent(message)
      if (event.kind === 'refused')
        line.end({ kind: 'refused', status: event.status ?? BAD_REQUEST, retryAfterMs: null })
      if (batch.add(event, rawText(message), timing.now())) continue
      yield advance(session, batch.build())
      batch = newBatch(session)
      batch.add(event, rawText(message), timing.now())
    }
    yield advance(session, batch.build())
  }
}
