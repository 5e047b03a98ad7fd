import { parseIsoTime } from '../../../lib/iso-time.ts'
import { asArray, asObject, asString, type JsonObject } from '../../../lib/unknown-json.ts'

/** A long post in full, as `note-tweet.js` has it. */
export type NoteText = {
  readonly text: string
  readonly createdAt: number
  /** What each short link stands for. */
  readonly links: ReadonlyMap<string, string>
  readonly hashtags: readonly string[]
}

const NOTES_MAX = 100_000
const NOTE_CHARS_MAX = 60_000
/** All of them together; they are held while the posts are read. */
const CHARS_MAX = 50_000_000
const ITEMS_MAX = 100
/** Posts this long may be the beginning of a long one, and so much must agree. */
const BEGINNING_CHARS = 40
/** A long post and its text are written down within the same second or two. */
const APART_MAX_MS = 120_000

/**
 * The texts of long posts. The export cuts such a post off in `tweets.js` and keeps its text apart, under an id of
 * its own, so they are brought together by when they were written and how they begin.
 */
export class NoteTexts {
  readonly #byBeginning = new Map<string, NoteText[]>()
  #count = 0
  #chars = 0

  /** Takes an element of `note-tweet.js`; what is none, or too much, is left out. */
  add(value: unknown): void {
    const note = readNote(asObject(asObject(value)?.['noteTweet']))
    if (note === null || this.#count >= NOTES_MAX || this.#chars + note.text.length > CHARS_MAX) return
    this.#count++
    this.#chars += note.text.length
    const beginning = note.text.slice(0, BEGINNING_CHARS)
    this.#byBeginning.set(beginning, [...(this.#byBeginning.get(beginning) ?? []), note])
  }

  /** The whole text of a post that was cut off; null when it is not a long one. */
  textOf(cut: string, createdAt: number): NoteText | null {
    const beginning = cut
      .replace(/(?:\s*https?:\/\/t\.co\/\w{1,32})?\s*$/u, '')
      .replace(/(?:…|\.\.\.)$/u, '')
      .trimEnd()
    if (beginning.length < BEGINNING_CHARS) return null
    const notes = this.#byBeginning.get(beginning.slice(0, BEGINNING_CHARS)) ?? []
    const found = notes.find(
      (note) =>
        note.text.length > beginning.length &&
        note.text.startsWith(beginning) &&
        Math.abs(note.createdAt - createdAt) <= APART_MAX_MS,
    )
    return found ?? null
  }
}

function readNote(note: JsonObject | null): NoteText | null {
  const core = asObject(note?.['core'])
  const text = asString(core?.['text'])
  const createdAt = parseIsoTime(asString(note?.['createdAt']) ?? '')
  if (text === null || createdAt === null || text.length > NOTE_CHARS_MAX) return null
  return { text, createdAt, links: linksOf(core), hashtags: hashtagsOf(core) }
}

function linksOf(core: JsonObject | null): ReadonlyMap<string, string> {
  const links = asArray(core?.['urls'])
    .slice(0, ITEMS_MAX)
    .flatMap((item): [string, string][] => {
      const link = asObject(item)
      const [short, expanded] = [asString(link?.['shortUrl']), asString(link?.['expandedUrl'])]
      return short === null || expanded === null ? [] : [[short, expanded]]
    })
  return new Map(links)
}

function hashtagsOf(core: JsonObject | null): readonly string[] {
  return asArray(core?.['hashtags'])
    .slice(0, ITEMS_MAX)
    .flatMap((item) => asString(asObject(item)?.['text']) ?? [])
}
