/**
 * Where to go on in one of the network's streams. A time suits every Jetstream. A sequence number suits only the
 * host that gave it out; the time beside it serves when that host can no longer be used.
 */
export type StreamCursor =
  | { readonly kind: 'time'; readonly timeUs: number }
  | { readonly kind: 'sequence'; readonly host: string; readonly seq: number; readonly at: number }

/** @param at UTC milliseconds of the event */
export function formatSequenceCursor(place: { host: string; seq: number; at: number }): string {
  const { host, seq, at } = place
  return new URLSearchParams({ host, seq: String(seq), at: String(at) }).toString()
}

/** @returns null for no cursor and for one that was not made here */
export function parseCursor(cursor: string | null): StreamCursor | null {
  if (cursor === null) return null
  const timeUs = positive(cursor)
  if (timeUs !== null) return { kind: 'time', timeUs }
  const fields = new URLSearchParams(cursor)
  const [host, seq, at] = [fields.get('host'), positive(fields.get('seq')), positive(fields.get('at'))]
  return host === null || seq === null || at === null ? null : { kind: 'sequence', host, seq, at }
}

/** UTC milliseconds; null when the cursor is none. */
export function timeOfCursor(cursor: string | null): number | null {
  const parsed = parseCursor(cursor)
  if (parsed === null) return null
  return parsed.kind === 'time' ? Math.floor(parsed.timeUs / 1_000) : parsed.at
}

function positive(text: string | null): number | null {
  const number = text === null || !/^\d{1,16}$/.test(text) ? Number.NaN : Number(text)
  return Number.isSafeInteger(number) && number > 0 ? number : null
}
