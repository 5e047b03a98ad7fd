import type { PostTable } from './post-table.ts'

/**
 * Two hours. Over half days, posts given to random accounts of the same hour still made 10 % of the links that the real ones
 * make; over two hours 4 % (development data, 2026-11-22), because who is awake at once is taken into account.
 */
export const SLOT_SECONDS = 7_200
/** More slots than posts of nine hundred years have. */
const SLOTS = 4_194_304

/**
 * How much was posted around a moment, by an account and in a language: slots, of which three are looked at. What
 * an account shares by chance depends on how much it and everybody else post just then.
 */
export class Activity {
  readonly #ofAccount = new Map<number, number>()
  readonly #inLanguage = new Map<number, number>()
  readonly #posts: Uint32Array

  /** @param accounts how many accounts there are, numbered from 0 */
  constructor(accounts: number) {
    this.#posts = new Uint32Array(accounts)
  }

  /** What a table of all posts says. */
  static of(table: PostTable): Activity {
    const activity = new Activity(table.accountNames.size)
    for (let post = 0; post < table.count; post++) {
      const slot = slotOf(table.time(post))
      activity.countPosts(table.account(post), slot, 1)
      activity.countLanguage(table.language(post), slot, 1)
    }
    return activity
  }

  countPosts(account: number, slot: number, posts: number): void {
    this.#posts[account] = (this.#posts[account] as number) + posts
    add(this.#ofAccount, account * SLOTS + slot, posts)
  }

  countLanguage(language: number, slot: number, posts: number): void {
    add(this.#inLanguage, language * SLOTS + slot, posts)
  }

  /** Posts of an account at all times. */
  posts(account: number): number {
    return this.#posts[account] as number
  }

  postsNear(account: number, slot: number): number {
    return around(this.#ofAccount, account, slot)
  }

  /** Posts of everybody in a language. */
  languagePostsNear(language: number, slot: number): number {
    return around(this.#inLanguage, language, slot)
  }
}

/** @param time Unix seconds */
export function slotOf(time: number): number {
  return slotNumber(Math.floor(time / SLOT_SECONDS))
}

/** @param slots whole slots since 1970 */
export function slotNumber(slots: number): number {
  return (slots & (SLOTS - 1)) >>> 0
}

function add(counts: Map<number, number>, key: number, posts: number): void {
  counts.set(key, (counts.get(key) ?? 0) + posts)
}

function around(counts: Map<number, number>, row: number, slot: number): number {
  const key = row * SLOTS + slot
  return (counts.get(key - 1) ?? 0) + (counts.get(key) ?? 0) + (counts.get(key + 1) ?? 0)
}
