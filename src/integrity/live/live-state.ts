import { SLOT_SECONDS } from '../detect/activity.ts'
import { hashObject, ObjectTable } from './object-table.ts'

const NONE = -1
/** What is older says nothing of the live stream. */
export const HORIZON_SECONDS = 86_400
/** Slots of activity around a moment that are looked at, as the detector of collections does. */
const SLOTS_NEAR = 3

/** Who did what in the last day: bounded rings of posts and of sharings, linked by object and by account. */
export class LiveState {
  readonly #capacity: number
  readonly #objects: ObjectTable
  /** Of each sharing, by its place in the ring. */
  readonly #object: Int32Array
  readonly #account: Int32Array
  readonly #time: Uint32Array
  readonly #post: Int32Array
  readonly #beforeInObject: Int32Array
  readonly #beforeOfAccount: Int32Array
  #head = 0
  #count = 0
  /** Of each object. */
  readonly #lastInObject: Int32Array
  readonly #sharings: Int32Array
  readonly #channels: Uint8Array
  /** Of each account. */
  readonly #accountNumbers = new Map<string, number>()
  readonly #accountNames: string[] = []
  readonly #lastOfAccount: number[] = []
  readonly #accountSharings: number[] = []
  readonly #freeAccounts: number[] = []
  readonly #accountSlots = new SlotCounts()
  readonly #languageSlots = new SlotCounts()
  readonly #languages = new Map<string, number>()
  readonly #postIds: string[]
  #posts = 0

  /** @param capacity most sharings at once */
  constructor(capacity: number) {
    this.#capacity = capacity
    this.#objects = new ObjectTable(capacity)
    this.#object = new Int32Array(capacity)
    this.#account = new Int32Array(capacity)
    this.#time = new Uint32Array(capacity)
    this.#post = new Int32Array(capacity)
    this.#beforeInObject = new Int32Array(capacity)
    this.#beforeOfAccount = new Int32Array(capacity)
    this.#lastInObject = new Int32Array(capacity)
    this.#sharings = new Int32Array(capacity)
    this.#channels = new Uint8Array(capacity)
    this.#postIds = new Array<string>(capacity).fill('')
  }

  /** Accounts that shared something in the last day. */
  get accounts(): number {
    return this.#accountNumbers.size
  }

  get sharings(): number {
    return this.#count
  }

  /** Notes a post, and forgets what is too old or too much. @returns numbers of the account, the language and the post */
  begin(
    author: string,
    language: string,
    id: string,
    time: number,
  ): { readonly account: number; readonly language: number; readonly post: number } {
    while (this.#count > 0 && (this.#time[this.#oldest] as number) + HORIZON_SECONDS < time)
      this.#forgetOldest()
    const account = this.#accountOf(author)
    let languageNumber = this.#languages.get(language)
    if (languageNumber === undefined) {
      languageNumber = this.#languages.size
      this.#languages.set(language, languageNumber)
    }
    this.#accountSlots.add(account, time)
    this.#languageSlots.add(languageNumber, time)
    const post = this.#posts++ % this.#capacity
    this.#postIds[post] = id
    return { account, language: languageNumber, post }
  }

  /** Ends a post that shares nothing: its account is kept only as long as something of it is. */
  end(account: number): void {
    if (this.#accountSharings[account] === 0) this.#freeAccount(account)
  }

  /** Notes that an account shared an object. */
  share(
    object: number,
    isNew: boolean,
    by: { account: number; post: number; time: number; channel: number },
  ): void {
    const place = this.#head
    this.#object[place] = object
    this.#account[place] = by.account
    this.#time[place] = by.time
    this.#post[place] = by.post
    this.#beforeInObject[place] = isNew ? NONE : (this.#lastInObject[object] as number)
    this.#beforeOfAccount[place] = this.#lastOfAccount[by.account] ?? NONE
    this.#lastInObject[object] = place
    this.#lastOfAccount[by.account] = place
    this.#sharings[object] = isNew ? 1 : (this.#sharings[object] as number) + 1
    this.#channels[object] = by.channel
    this.#accountSharings[by.account] = (this.#accountSharings[by.account] ?? 0) + 1
    this.#head = (this.#head + 1) % this.#capacity
    this.#count += 1
  }

  /** Makes room for the next sharings. */
  reserve(sharings: number): void {
    while (this.#count + sharings > this.#capacity) this.#forgetOldest()
  }

  /** The number of what is shared, by channel and key. */
  internKey(channel: number, key: string): { readonly object: number; readonly isNew: boolean } {
    const { low, high } = hashObject(channel, key)
    return this.#objects.intern(low, high)
  }

  channelOf(object: number): number {
    return this.#channels[object] as number
  }

  sharersOf(object: number): number {
    return this.#sharings[object] as number
  }

  /** Writes places of an object's sharings, newest first, as many as `places` holds. @returns how many */
  placesOfObject(object: number, places: Int32Array): number {
    return this.#walk(this.#lastInObject[object] as number, this.#beforeInObject, places)
  }

  /** The same of an account's sharings. */
  placesOfAccount(account: number, places: Int32Array): number {
    return this.#walk(this.#lastOfAccount[account] ?? NONE, this.#beforeOfAccount, places)
  }

  object(place: number): number {
    return this.#object[place] as number
  }

  account(place: number): number {
    return this.#account[place] as number
  }

  time(place: number): number {
    return this.#time[place] as number
  }

  post(place: number): number {
    return this.#post[place] as number
  }

  postId(post: number): string {
    return this.#postIds[post] as string
  }

  accountName(account: number): string {
    return this.#accountNames[account] as string
  }

  accountPosts(account: number, time: number): number {
    return this.#accountSlots.near(account, time)
  }

  languagePosts(language: number, time: number): number {
    return this.#languageSlots.near(language, time)
  }

  /** A link leads to an older sharing; one whose place was used again leads to a newer one, and ends the walk. */
  #walk(from: number, before: Int32Array, places: Int32Array): number {
    const newest = this.#head - 1
    let age = NONE
    let place = from
    let found = 0
    while (found < places.length && place !== NONE) {
      const nextAge = place <= newest ? newest - place : newest - place + this.#capacity
      if (nextAge <= age || nextAge >= this.#count) return found
      places[found++] = place
      age = nextAge
      place = before[place] as number
    }
    return found
  }

  get #oldest(): number {
    return (this.#head - this.#count + this.#capacity) % this.#capacity
  }

  #forgetOldest(): void {
    const place = this.#oldest
    const object = this.#object[place] as number
    const account = this.#account[place] as number
    this.#count -= 1
    const left = (this.#sharings[object] as number) - 1
    this.#sharings[object] = left
    if (left === 0) this.#objects.remove(object)
    this.#accountSharings[account] = (this.#accountSharings[account] as number) - 1
    if (this.#accountSharings[account] === 0) this.#freeAccount(account)
  }

  #accountOf(author: string): number {
    const known = this.#accountNumbers.get(author)
    if (known !== undefined) return known
    const account = this.#freeAccounts.pop() ?? this.#accountNames.length
    this.#accountNumbers.set(author, account)
    this.#accountNames[account] = author
    this.#lastOfAccount[account] = NONE
    this.#accountSharings[account] = 0
    this.#accountSlots.clear(account)
    return account
  }

  #freeAccount(account: number): void {
    this.#accountNumbers.delete(this.#accountNames[account] as string)
    this.#accountNames[account] = ''
    this.#lastOfAccount[account] = NONE
    this.#freeAccounts.push(account)
  }
}

/** Posts in this slot of time and the two before, by number. */
class SlotCounts {
  #counts = new Uint32Array(3 * 1_024)
  #slots = new Uint32Array(1_024)

  add(row: number, time: number): void {
    if (row >= this.#slots.length) this.#grow(row)
    this.#turn(row, Math.floor(time / SLOT_SECONDS))
    this.#counts[row * SLOTS_NEAR] = (this.#counts[row * SLOTS_NEAR] as number) + 1
  }

  near(row: number, time: number): number {
    if (row >= this.#slots.length) return 0
    this.#turn(row, Math.floor(time / SLOT_SECONDS))
    const at = row * SLOTS_NEAR
    return (this.#counts[at] as number) + (this.#counts[at + 1] as number) + (this.#counts[at + 2] as number)
  }

  clear(row: number): void {
    if (row < this.#slots.length) this.#counts.fill(0, row * SLOTS_NEAR, (row + 1) * SLOTS_NEAR)
  }

  #turn(row: number, slot: number): void {
    const passed = slot - (this.#slots[row] as number)
    if (passed <= 0) return
    const at = row * SLOTS_NEAR
    const [newest = 0, middle = 0] = this.#counts.subarray(at, at + 2)
    this.#counts[at] = 0
    this.#counts[at + 1] = passed === 1 ? newest : 0
    this.#counts[at + 2] = passed === 1 ? middle : passed === 2 ? newest : 0
    this.#slots[row] = slot
  }

  #grow(row: number): void {
    const rows = Math.max(this.#slots.length * 2, row + 1)
    const counts = new Uint32Array(rows * SLOTS_NEAR)
    counts.set(this.#counts)
    const slots = new Uint32Array(rows)
    slots.set(this.#slots)
    this.#counts = counts
    this.#slots = slots
  }
}
