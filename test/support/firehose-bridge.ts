import { lexToJson } from '@atproto/api'
import { type Event, Firehose, type FirehoseOptions } from '@atproto/sync'
import type { Message } from './jetstream-messages.ts'
import type { JetstreamServer } from './jetstream-server.ts'

/**
 * Turns the real firehose of a PDS (`com.atproto.sync.subscribeRepos`: CBOR frames with CAR blocks) into the JSON
 * that Jetstream makes of it, and publishes that on a local Jetstream. Jetstream itself is a Go program.
 */
export class FirehoseBridge implements AsyncDisposable {
  readonly #firehose: Firehose
  readonly errors: unknown[] = []
  #lastTimeUs = 0

  /** @param idResolver looks handles up as Jetstream's relay does; without, changes of handles are left out */
  constructor(pdsUrl: string, jetstream: JetstreamServer, idResolver?: FirehoseOptions['idResolver']) {
    this.#firehose = new Firehose({
      service: pdsUrl.replace(/^http/, 'ws'),
      getCursor: () => 0,
      unauthenticatedCommits: true,
      excludeIdentity: idResolver === undefined,
      idResolver: idResolver === undefined ? (undefined as never) : withoutCache(idResolver),
      handleEvent: (event) => {
        const message = this.#toMessage(event)
        if (message !== null) jetstream.publish(message)
      },
      onError: (error) => this.errors.push(error),
    })
    void this.#firehose.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#firehose.destroy()
  }

  #toMessage(event: Event): Message | null {
    const head = { did: event.did, time_us: this.#nextTimeUs() }
    if (event.event === 'account') {
      const { did, seq, time, active, status } = event
      return { ...head, kind: 'account', account: { did, seq, time, active, ...(status && { status }) } }
    }
    if (event.event === 'identity') {
      const { did, seq, time, handle } = event
      return { ...head, kind: 'identity', identity: { did, seq, time, ...(handle && { handle }) } }
    }
    if (event.event === 'sync') return null
    const { rev, collection, rkey } = event
    const commit = { rev, operation: event.event, collection, rkey }
    if (event.event === 'delete') return { ...head, kind: 'commit', commit }
    const written = { record: lexToJson(event.record as never), cid: event.cid.toString() }
    return { ...head, kind: 'commit', commit: { ...commit, ...written } }
  }

  /** Microseconds, each larger than the one before, as Jetstream counts. */
  #nextTimeUs(): number {
    this.#lastTimeUs = Math.max(Date.now() * 1_000, this.#lastTimeUs + 1)
    return this.#lastTimeUs
  }
}

/** An event says that something changed: what the resolver knew before it is of no use. */
function withoutCache({ did, handle }: FirehoseOptions['idResolver']): FirehoseOptions['idResolver'] {
  return { did: { resolve: (account: string) => did.resolve(account, true) }, handle } as never
}
