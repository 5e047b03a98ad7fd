import { hash32, Random } from '../../lib/random.ts'
import type { Lang } from './grammar.ts'
import { Namer, nickname } from './names.ts'
import { DAY_MS } from './times.ts'

/** An account of the simulated network. */
export type User = {
  readonly id: string
  readonly name: string | null
  readonly createdAt: number
  readonly lang: Lang
  /** Index of the interest group it mostly talks in. */
  readonly community: number
  /** How sloppily it writes: 0 = carefully. */
  readonly sloppy01: number
}

export const SIMULATED_START = Date.UTC(2026, 2, 2)

/** How long the simulated network runs for a number of posts, in milliseconds. */
export function simulatedDurationMs(posts: number): number {
  if (posts < 2_000) return 2 * DAY_MS
  return posts < 50_000 ? 4 * DAY_MS : 7 * DAY_MS
}

/** Account numbers are spread by a multiplication modulo a prime, so that a number says nothing about a role. */
const ACCOUNT_MODULUS = 1_000_003
const ACCOUNT_STEP = 377_147
const YEAR_MS = 365 * DAY_MS

/** What stands before anything happens: time, towns, accounts. */
export class World {
  readonly seed: number
  readonly posts: number
  readonly startAt: number
  readonly endAt: number
  readonly random: Random
  readonly namer: Namer
  readonly towns: readonly string[]
  readonly outlets: { readonly en: readonly User[]; readonly fr: readonly User[] }
  readonly userCount: number
  readonly #users: (User | undefined)[]
  #nextSpecial: number

  constructor(request: { seed: number; posts: number; startAt: number; towns: number; communities: number }) {
    this.seed = request.seed
    this.posts = request.posts
    this.startAt = request.startAt
    this.endAt = request.startAt + simulatedDurationMs(request.posts)
    this.random = new Random(`verity-simulated/${request.seed}`)
    this.namer = new Namer(this.random.fork('names'))
    this.towns = Array.from({ length: request.towns }, () => this.namer.town())
    this.userCount = Math.min(60_000, Math.max(60, Math.round(request.posts / 9)))
    this.#users = new Array<User | undefined>(this.userCount)
    this.#nextSpecial = this.userCount
    this.#communities = request.communities
    const outlet = (lang: Lang) => this.special(this.#outletName(lang), lang)
    this.outlets = {
      en: [outlet('en'), outlet('en'), outlet('en')],
      fr: [outlet('fr'), outlet('fr'), outlet('fr')],
    }
  }

  readonly #communities: number

  /** The ordinary account with this index; the same one each time. */
  user(index: number): User {
    const known = this.#users[index]
    if (known !== undefined) return known
    const random = new Random(`user/${this.seed}/${index}`)
    const user: User = {
      id: this.#accountId(index),
      name: random.chance(0.95) ? nickname(random) : null,
      createdAt:
        this.startAt -
        (random.chance(0.05)
          ? random.integer(1, 20) * DAY_MS
          : Math.floor((0.1 + random.next01() * 7) * YEAR_MS)),
      lang: random.chance(0.55) ? 'en' : 'fr',
      community: random.integer(0, this.#communities - 1),
      sloppy01: random.next01() * random.next01(),
    }
    this.#users[index] = user
    return user
  }

  /** Any ordinary account; a few talk much more than the rest. */
  anyUser(random: Random): User {
    const u = random.next01()
    return this.user(Math.floor(this.userCount * u * u * u))
  }

  /** Any ordinary account, each as likely as the next. */
  evenUser(random: Random): User {
    return this.user(random.integer(0, this.userCount - 1))
  }

  /** An account outside the ordinary ones: an office, an outlet, a joker, a member of a campaign. */
  special(name: string | null, lang: Lang, createdAt?: number): User {
    const index = this.#nextSpecial
    this.#nextSpecial += 1
    const age = (1 + (hash32(`age/${this.seed}/${index}`) % 600) / 100) * YEAR_MS
    return {
      id: this.#accountId(index),
      name,
      createdAt: createdAt ?? Math.floor(this.startAt - age),
      lang,
      community: 0,
      sloppy01: 0,
    }
  }

  #accountId(index: number): string {
    const offset = hash32(`accounts/${this.seed}`) % ACCOUNT_MODULUS
    return `simulated:u${(index * ACCOUNT_STEP + offset) % ACCOUNT_MODULUS}`
  }

  #outletName(lang: Lang): string {
    const town = this.random.pick(this.towns)
    const title = this.random.pick(
      lang === 'en'
        ? ['Courier', 'Observer', 'Evening Post', 'Radio']
        : ['Matin', 'Infos', 'Radio', 'La Gazette'],
    )
    return `${title} ${town} (simulated)`
  }
}
