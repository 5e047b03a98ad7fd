import { zstdCompressSync } from 'node:zlib'
import type { Message } from './jetstream-messages.ts'
import { StreamServer } from './stream-server.ts'

/**
 * A server on loopback that speaks Jetstream's `/subscribe`: replays its log from the cursor, which is a time, then
 * goes on live, filters commits by `wantedCollections`, and compresses for those who ask where it has a dictionary.
 */
export class JetstreamServer extends StreamServer<Message> {
  dictionary: Buffer | null = null

  static async start(port = 0): Promise<JetstreamServer> {
    const server = new JetstreamServer()
    await server.listen(port)
    return server
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/subscribe`
  }

  protected override replay(log: readonly Message[], cursor: number | null): readonly Message[] {
    return cursor === null ? [] : log.filter((message) => message.time_us >= cursor)
  }

  protected override encode(message: Message, query: URLSearchParams): string | Buffer | null {
    const wanted = query.getAll('wantedCollections')
    const commit = message['commit'] as { collection: string } | undefined
    if (commit !== undefined && wanted.length > 0 && !wanted.includes(commit.collection)) return null
    const text = JSON.stringify(message)
    const isCompressed = query.get('compress') === 'true' && this.dictionary !== null
    return isCompressed ? zstdCompressSync(text, { dictionary: this.dictionary as Buffer }) : text
  }
}
