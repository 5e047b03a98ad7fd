import { created, idOf, postRecord } from './jetstream-messages.ts'
import { JetstreamServer } from './jetstream-server.ts'

const TICK_MS = 50
const DID = 'did:plc:steadysteadysteadystead'

/** A Jetstream server on loopback that goes on publishing posts, so many a second, and keeps all of them. */
export class SteadyFeed implements AsyncDisposable {
  readonly #server: JetstreamServer
  readonly #postsPerSecond: number
  #timer: NodeJS.Timeout | undefined
  /** Posts so far; their ids count from 1. */
  published = 0
  /** Time of the last one; the next is later. */
  #lastUs = 0

  private constructor(server: JetstreamServer, postsPerSecond: number) {
    this.#server = server
    this.#postsPerSecond = postsPerSecond
  }

  static async start(postsPerSecond: number): Promise<SteadyFeed> {
    return new SteadyFeed(await JetstreamServer.start(), postsPerSecond)
  }

  get url(): string {
    return this.#server.url
  }

  /** Resolves when somebody has subscribed: what was published before would not reach a listener without a cursor. */
  async subscribed(): Promise<void> {
    await this.#server.nextSubscription()
  }

  begin(): void {
    let due = 0
    let last = Date.now()
    this.#timer = setInterval(() => {
      const now = Date.now()
      due += ((now - last) / 1_000) * this.#postsPerSecond
      last = now
      for (; due >= 1; due -= 1) this.#publishOne()
    }, TICK_MS)
  }

  end(): void {
    clearInterval(this.#timer)
  }

  /** Ids of the posts so far, as they are stored. */
  ids(): string[] {
    return Array.from({ length: this.published }, (_, index) => idOf({ did: DID, rkey: keyOf(index + 1) }))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end()
    await this.#server[Symbol.asyncDispose]()
  }

  #publishOne(): void {
    this.published += 1
    this.#lastUs = Math.max(this.#lastUs + 1, Date.now() * 1_000)
    const record = postRecord({
      createdAt: new Date().toISOString(),
      text: `Post ${this.published} says that gate ${this.published % 97} of the harbour is open again.`,
    })
    this.#server.publish(created({ did: DID, rkey: keyOf(this.published), timeUs: this.#lastUs, record }))
  }
}

function keyOf(serial: number): string {
  return `3${serial.toString(36).padStart(12, '0')}`
}
