import type { Post } from '../../domain/post.ts'
import { ByteInterner } from '../../lib/byte-interner.ts'
import { COINCIDENCE_CHANNELS, type CoincidenceChannel, objectsOf } from './coincidence-channel.ts'
import { NearTexts } from './near-texts.ts'

const FIRST_POSTS = 4_096
const UNKNOWN_LANGUAGE = 'und'
/** Texts that a later one is compared with: the last quarter of a million, 40 MB. */
const TEXTS_COMPARED_MAX = 262_144

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
  readonly #sharings: number[] = []
  readonly #texts: { readonly post: number; readonly text: string }[] = []

  add(post: Post): void {
    const account = this.accountNames.internText(post.author)
    if (post.createdAt === null) {
      this.timeless += 1
      return
    }
    if (this.count === this.#times.length) this.#grow()
    this.#accounts[this.count] = account
    this.#languages[this.count] = this.languageNumber(post.lang ?? '')
    this.#times[this.count] = post.createdAt / 1_000
    this.ids.push(post.id)
    const objects = new Set<number>()
    for (const [channel, key] of objectsOf(post)) {
      if (channel === 'text') this.#texts.push({ post: this.count, text: key })
      else objects.add(this.#internObject(channel, key))
    }
    for (const object of objects) this.#sharings.push(object, this.count)
    this.count += 1
  }

  /** Pairs of object and post, one after the other. Texts join the first one with nearly the same words. */
  get sharings(): readonly number[] {
    if (this.#texts.length > 0) this.#compareTexts()
    return this.#sharings
  }

  #compareTexts(): void {
    const texts = this.#texts.splice(0)
    texts.sort(
      (one, other) =>
        this.time(one.post) - this.time(other.post) ||
        ((this.ids[one.post] as string) < (this.ids[other.post] as string) ? -1 : 1),
    )
    const capacity = Math.min(TEXTS_COMPARED_MAX, 2 ** Math.ceil(Math.log2(texts.length + 1)))
    const near = new NearTexts(capacity)
    const leaders: string[] = []
    for (const { post, text } of texts) {
      const leader = near.leaderOf(text)
      leaders[leader] ??= text
      this.#sharings.push(this.#internObject('text', leaders[leader]), post)
    }
  }

  #internObject(channel: CoincidenceChannel, key: string): number {
    return this.objectNames.internText(`${COINCIDENCE_CHANNELS.indexOf(channel)} ${key}`)
  }

  account(post: number): number {
    return this.#accounts[post] as number
  }

  language(post: number): number {
    return this.#languages[post] as number
  }

  /** @param language `''` where it is not known */
  languageNumber(language: string): number {
    return this.languages.internText(language === '' ? UNKNOWN_LANGUAGE : language)
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
