import type { Post } from '../../domain/post.ts'
import { ByteInterner } from '../../lib/byte-interner.ts'
import { COINCIDENCE_CHANNELS, type CoincidenceChannel, objectsOf } from './coincidence-channel.ts'

const FIRST_POSTS = 4_096
const UNKNOWN_LANGUAGE = 'und'

/** Posts as numbers: what the detector keeps of each is its account, time, language and the objects it shares. */
export class PostTable {
  count = 0
  readonly accountNames = new ByteInterner()
  readonly languages = new ByteInterner()
  /** Objects by channel and key. */
  readonly objectNames = new ByteInterner()
  readonly ids: string[] = []
  #accounts = new Uint32Array(FIRST_POSTS)
  #languages = new Uint32Array(FIRST_POSTS)
  #times = new Float64Array(FIRST_POSTS)
  /** Posts without a time cannot coincide with anything; their accounts are seen all the same. */
  timeless = 0
  /** Pairs of object and post, one after the other. */
  readonly sharings: number[] = []

  add(post: Post): void {
    const account = this.accountNames.internText(post.author)
    if (post.createdAt === null) {
      this.timeless += 1
      return
    }
    if (this.count === this.#times.length) this.#grow()
    this.#accounts[this.count] = account
    this.#languages[this.count] = this.languages.internText(post.lang ?? UNKNOWN_LANGUAGE)
    this.#times[this.count] = post.createdAt / 1_000
    this.ids.push(post.id)
    const objects = new Set(
      objectsOf(post).map(([channel, key]) =>
        this.objectNames.internText(`${COINCIDENCE_CHANNELS.indexOf(channel)} ${key}`),
      ),
    )
    for (const object of objects) this.sharings.push(object, this.count)
    this.count += 1
  }

  account(post: number): number {
    return this.#accounts[post] as number
  }

  language(post: number): number {
    return this.#languages[post] as number
  }

  /** Unix seconds. */
  time(post: number): number {
    return this.#times[post] as number
  }

  channelOf(object: number): CoincidenceChannel {
    return COINCIDENCE_CHANNELS[Number(this.objectNames.text(object)[0])] as CoincidenceChannel
  }

  /** The key of an object within its channel: an id, an address, words. */
  keyOf(object: number): string {
    return this.objectNames.text(object).slice(2)
  }

  #grow(): void {
    const posts = this.#times.length * 2
    const [accounts, languages, times] = [this.#accounts, this.#languages, this.#times]
    this.#accounts = new Uint32Array(posts)
    this.#accounts.set(accounts)
    this.#languages = new Uint32Array(posts)
    this.#languages.set(languages)
    this.#times = new Float64Array(posts)
    this.#times.set(times)
  }
}
