import { analyseQuery } from '../../domain/text/analyse-query.ts'
import { analyseText } from '../../domain/text/analyse-text.ts'
import { foldAccents } from '../../domain/text/fold.ts'
import { termForm } from '../../domain/text/stem.ts'
import { isPlainWord } from '../support/common-words.ts'
import { PostingList } from './posting-list.ts'

/** How texts are weighed against each other: BM25 over words and over pairs of letters' runs. See docs/decisions/0023. */
export type IndexSettings = {
  /** How fast a repeated word stops to count, and how much long texts are discounted. */
  readonly wordSaturation: number
  readonly lengthDiscount01: number
  /** Weight of a run of letters beside a word of the same rarity. */
  readonly lettersWeight: number
}

const LETTERS = 4
/** Words of a text that are looked for: a longer one is pasted. */
const WORDS_MAX = 256
/** Terms that are no words of the text itself. */
const NOT_A_WORD = /^(?:host:|url:|@|#)/

/**
 * Texts by their words and by runs of four letters, which meet where words do not: misspelt, inflected, put together in a
 * tag, or in a related language.
 */
export class ClaimIndex {
  readonly #words: PostingList<string>
  readonly #letters: PostingList<number>
  readonly #settings: IndexSettings

  /** @param texts as `comparableText` gives them */
  constructor(texts: readonly string[], settings: IndexSettings) {
    this.#settings = settings
    const bm25 = { saturation: settings.wordSaturation, lengthDiscount01: settings.lengthDiscount01 }
    this.#words = new PostingList(texts.map(termsOf), bm25)
    this.#letters = new PostingList(texts.map(letterRuns), bm25)
  }

  /** What each text has in common with this one; texts that have nothing are 0. */
  scores(text: string): Float64Array {
    const scores = this.#words.scores(wordsToFind(text))
    const letters = this.#letters.scores([...new Set(letterRuns(text))].map((run) => [run]))
    for (let at = 0; at < scores.length; at++) {
      scores[at] = (scores[at] as number) + this.#settings.lettersWeight * (letters[at] as number)
    }
    return scores
  }
}

/** Terms of a text in order, repeats kept. */
export function termsOf(text: string): string[] {
  return analyseText(text).terms.filter((term) => !NOT_A_WORD.test(term))
}

/** What a claim is shown in, not what it says: "a photo shows …", "une vidéo montre …". Folded. */
const FRAME_WORDS = new Set(
  (
    'photo photos photograph photographs photographer video videos image images picture pictures footage clip screenshot show ' +
    'shows showing shown photographie photographies montre montrent montrant capture'
  ).split(' '),
)
/** With fewer words of its own, a text is looked for by all. */
const OWN_WORDS_MIN = 2

/** The words of a text worth looking for, each once, with all the forms another text may hold it in. */
function wordsToFind(text: string): readonly (readonly string[])[] {
  const groups = new Map<string, readonly string[]>()
  for (const line of text.split('\n')) {
    const { lang, groups: words } = analyseQuery(line)
    const form = termForm(lang)
    for (const group of words) {
      const surface = group.at(-1) ?? ''
      const isTelling =
        !isPlainWord(surface, form === 'surface' ? 'english' : form) && !NOT_A_WORD.test(surface)
      if (isTelling && groups.size < WORDS_MAX) groups.set(group.toSorted().join(' '), group)
    }
  }
  const all = [...groups.values()]
  const own = all.filter((group) => !group.some((term) => FRAME_WORDS.has(term)))
  return own.length >= OWN_WORDS_MIN ? own : all
}

/** Runs of letters as numbers; two of them meet by chance in one of four thousand million. */
function letterRuns(text: string): number[] {
  const bare = ` ${foldAccents(text.toLowerCase()).replace(/[^\p{L}\p{N}]+/gu, ' ')} `
  const runs: number[] = []
  for (let at = 0; at + LETTERS <= bare.length; at++) runs.push(hashOf(bare, at))
  return runs
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string, from: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < from + LETTERS; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
