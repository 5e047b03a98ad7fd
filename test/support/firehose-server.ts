import { errorFrame, frame } from './firehose-account.ts'
import { StreamServer } from './stream-server.ts'

export type NumberedFrame = { readonly seq: number; readonly bytes: Buffer }

/**
 * A server on loopback that speaks `com.atproto.sync.subscribeRepos`: sends what came after the cursor, says so when
 * it does not go back that far, and refuses a cursor it has not reached.
 */
export class FirehoseServer extends StreamServer<NumberedFrame> {
  /** Older frames were thrown away. */
  keepsFrom = 0

  static async start(port = 0): Promise<FirehoseServer> {
    const server = new FirehoseServer()
    await server.listen(port)
    return server
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  protected override replay(
    log: readonly NumberedFrame[],
    cursor: number | null,
  ): readonly (NumberedFrame | Buffer)[] {
    if (cursor === null) return []
    if (cursor > (log.at(-1)?.seq ?? 0)) return [errorFrame('FutureCursor')]
    const kept = log.filter(({ seq }) => seq > cursor && seq >= this.keepsFrom)
    const isOutdated = log.some(({ seq }) => seq > cursor && seq < this.keepsFrom)
    return isOutdated ? [frame('#info', { name: 'OutdatedCursor' }), ...kept] : kept
  }

  protected override encode({ bytes }: NumberedFrame): Buffer {
    return bytes
  }
}
