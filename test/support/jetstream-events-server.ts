import { readFileSync } from 'node:fs'
import { zstdCompressSync } from 'node:zlib'
import type { Message } from './jetstream-messages.ts'
import { StreamServer } from './stream-server.ts'

const NAME = 'network.bsky.jetstream.subscribeEvents'

/** A zstd dictionary trained on invented messages of this kind with `zstd --train --dictID=20261122`. */
export const TEST_DICTIONARY = readFileSync(new URL('../fixtures/bluesky/zstd-dictionary', import.meta.url))
export const TEST_DICTIONARY_NUMBER = 20261122

/**
 * A server on loopback that speaks Jetstream's newer `subscribeEvents`: frames that name themselves, a cursor that is
 * a time, a notice when it does not go back that far, and zstd for those who name its dictionary.
 */
export class JetstreamEventsServer extends StreamServer<Message> {
  /** Older events were thrown away. */
  keepsFromUs = 0
  /** What it really compresses with, whatever number is asked for. */
  dictionary: Buffer = TEST_DICTIONARY

  static async start(): Promise<JetstreamEventsServer> {
    const server = new JetstreamEventsServer()
    await server.listen(0)
    return server
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  protected override replay(log: readonly Message[], cursor: number | null): readonly (Message | Buffer)[] {
    if (cursor === null) return []
    const kept = log.filter((message) => message.time_us >= Math.max(cursor, this.keepsFromUs))
    const notice = frameOf({ $type: `${NAME}#info`, name: 'OutdatedCursor', message: 'clamped' })
    return cursor < this.keepsFromUs ? [this.#pack(notice), ...kept] : kept
  }

  protected override encode(message: Message, query: URLSearchParams): string | Buffer | null {
    const wanted = query.getAll('collections')
    const commit = message['commit'] as { collection: string } | undefined
    if (commit !== undefined && wanted.length > 0 && !wanted.includes(commit.collection)) return null
    const text = eventFrame(message)
    return query.has('zstdDictionary') ? this.#pack(text) : text
  }

  #pack(text: string): Buffer {
    return zstdCompressSync(text, { dictionary: this.dictionary })
  }
}

/** A message of the older stream as the newer one words it. */
export function eventFrame(message: Message): string {
  const { did, kind, commit, account, identity, time_us: timeUs } = message
  const micros = String(timeUs % 1_000).padStart(3, '0')
  const time = new Date(timeUs / 1_000).toISOString().replace('Z', `${micros}Z`)
  const body = kind === 'commit' ? (commit as object) : { account, identity }
  return frameOf({ $type: `${NAME}#${kind}`, seq: timeUs % 1_000_000, did, time, witnessedAt: time, ...body })
}

function frameOf(payload: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ $type: 'message', payload })
}
