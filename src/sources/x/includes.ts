import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'

/** More than a full page of search results can refer to. */
const ITEMS_MAX = 2_000

/**
 * What the posts of one answer refer to, by id: X sends it once beside them.
 *
 * @see https://docs.x.com/x-api/fundamentals/expansions
 */
export class Includes {
  readonly #users: ReadonlyMap<string, JsonObject>
  readonly #tweets: ReadonlyMap<string, JsonObject>
  readonly #media: ReadonlyMap<string, JsonObject>
  readonly #polls: ReadonlyMap<string, JsonObject>

  /** @param includes as it came; anything malformed is left out */
  constructor(includes: unknown) {
    const lists = asObject(includes)
    this.#users = byKey(lists?.['users'], 'id')
    this.#tweets = byKey(lists?.['tweets'] ?? lists?.['posts'], 'id')
    this.#media = byKey(lists?.['media'], 'media_key')
    this.#polls = byKey(lists?.['polls'], 'id')
  }

  user(id: string): JsonObject | null {
    return this.#users.get(id) ?? null
  }

  tweet(id: string): JsonObject | null {
    return this.#tweets.get(id) ?? null
  }

  media(key: string): JsonObject | null {
    return this.#media.get(key) ?? null
  }

  poll(id: string): JsonObject | null {
    return this.#polls.get(id) ?? null
  }
}

function byKey(list: unknown, key: string): ReadonlyMap<string, JsonObject> {
  const items = new Map<string, JsonObject>()
  for (const value of asArray(list).slice(0, ITEMS_MAX)) {
    const item = asObject(value)
    const name = asString(item?.[key])
    if (item !== null && name !== null) items.set(name, item)
  }
  return items
}
