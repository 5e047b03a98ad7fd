import type { Citation } from '../../domain/answer.ts'
import type { Cluster, Support } from '../corroborate/cluster.ts'
import { findQuantities } from '../read/quantities.ts'
import { sharedShare01, tellingStems } from '../read/shared-words.ts'
import type { Locale } from '../understand/question-language.ts'
import { chooseQuote, shownQuote } from './choose-quote.ts'
import type { CitationBook } from './citation-book.ts'
import { type CitedWords, isHeld } from './held-words.ts'
import type { Ways } from './openings.ts'
import { frenchSpacing, quoted, valueText } from './phrases.ts'

/** A sentence before it has its place in the answer. */
export type DraftSentence = {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly independentAccounts: number
  /** The quotes and value the text was built from, for the check. */
  readonly claims: readonly string[]
}

/** Where the best quote cannot carry our words (it is short, or in another language), the next ones are tried. */
const QUOTES_TRIED = 6
/** Everyone is counted; this many are cited, most telling first. */
const CITATIONS_MAX = 12
/** Quotes that share so many of their words say one thing. */
const SAME_SHARE = 0.75
const ENDS = /[.!?…]$/

/** How a sentence of ours goes over into a quote. Sentences of one answer take turns, so that they do not all sound alike. */
const TURNS: Readonly<Record<Locale, readonly string[]>> = {
  en: [': ', ', or as one of them has it, ', ': '],
  fr: [' : ', ' ; selon l’un d’eux : ', ' : '],
}

/** Writes the sentences of one answer: no quote twice, and no two sentences alike. */
export class Drafter {
  readonly #locale: Locale
  readonly #book: CitationBook
  readonly #usedQuotes = new Set<string>()
  readonly #used: ReadonlySet<string>[] = []
  #written = 0

  constructor(locale: Locale, book: CitationBook) {
    this.#locale = locale
    this.#book = book
  }

  /**
   * One sentence for all who say the same: our words, then a quote.
   *
   * @param ways our words, without a mark at the end, the fullest first; the first whose sentence the citations hold is
   * taken, the last where none is held
   * @returns null when it would only repeat a quote that is already there
   */
  draft(cluster: Cluster, ways: (count: number) => Ways): DraftSentence | null {
    const count = cluster.supports.length
    const turn = this.#turn(count)
    let chosen: Tried | null = null
    for (const shown of bestShown(cluster, (quote) => this.#isSaid(quote)).slice(0, QUOTES_TRIED)) {
      const tried = this.#tried(shown, cluster.supports, withShortest(ways(count)), turn)
      if (chosen === null || tried.isHeld) chosen = tried
      if (tried.isHeld) break
    }
    if (chosen === null) return null
    const { shown, quote, text } = chosen
    this.#used.push(tellingStems(quote))
    this.#usedQuotes.add(quote.toLowerCase())
    return {
      text,
      citations: inOrder(shown, cluster.supports).map((support) => this.#cite(support)),
      independentAccounts: count,
      claims: [quote, valueText(cluster.value, this.#locale)],
    }
  }

  /** The sentence around one quote, and whether what would be cited holds it. */
  #tried(shown: Support, supports: readonly Support[], ways: Ways, turn: string): Tried {
    const quote = shownQuote(quoteOf(shown))
    const shownText = `${quoted(quote, this.#locale)}${ENDS.test(quote) ? '' : '.'}`
    const turns = [...new Set([turn, this.#plainTurn])]
    const texts = ways.flatMap((way) => turns.map((over) => `${this.#spaced(`${way}${over}`)}${shownText}`))
    const spans = inOrder(shown, supports).map(spanOf)
    const held = texts.find((one) => isHeld(one, spans, supports.length))
    return { shown, quote, text: held ?? texts.at(-1) ?? shownText, isHeld: held !== undefined }
  }

  get #plainTurn(): string {
    return TURNS[this.#locale][0] ?? ': '
  }

  #turn(count: number): string {
    const turns = TURNS[this.#locale]
    const turn = count < 2 ? this.#plainTurn : (turns[this.#written % turns.length] ?? this.#plainTurn)
    this.#written += 1
    return turn
  }

  /** Word for word, or in nearly the same words. */
  #isSaid(quote: string): boolean {
    if (this.#usedQuotes.has(quote.toLowerCase())) return true
    const stems = tellingStems(quote)
    return this.#used.some((used) => sharedShare01(used, stems) >= SAME_SHARE)
  }

  #cite({ candidate }: Support): Citation {
    return this.#book.cite(candidate.statement.reading.post, chooseQuote(candidate), true)
  }

  #spaced(text: string): string {
    return this.#locale === 'fr' ? frenchSpacing(text) : text
  }
}

type Tried = {
  readonly shown: Support
  readonly quote: string
  readonly text: string
  readonly isHeld: boolean
}

/** Those cited, the one that is shown first. */
function inOrder(shown: Support, supports: readonly Support[]): Support[] {
  return [shown, ...supports.filter((support) => support !== shown)].slice(0, CITATIONS_MAX)
}

function spanOf(support: Support): CitedWords {
  const { author, authorName, createdAt } = support.candidate.statement.reading.post
  return { quote: quoteOf(support), author, authorName, createdAt }
}

/** Around a quote in another language even our small words weigh: the last way may do without its "d’entre eux". */
function withShortest(ways: Ways): Ways {
  const shortest = ways.at(-1)?.replace(' d’entre eux', '')
  return shortest === undefined || shortest === ways.at(-1) ? ways : [...ways, shortest]
}

/** Quotes, those that show most by themselves first: heavy, ties value and question closely, neither a fragment nor a wall. */
function bestShown({ supports, value }: Cluster, isSaid: (quote: string) => boolean): Support[] {
  const fresh = supports.filter((support) => !isSaid(shownQuote(quoteOf(support))))
  const merit = (support: Support) =>
    support.weight *
    (saysOtherFigure(support, value) ? OTHER_FIGURE_FACTOR : 1) *
    (support.candidate.statement.reading.topic.total01 + 0.3) *
    lengthFactor(quoteOf(support).length)
  return fresh.sort((a, b) => merit(b) - merit(a))
}

/** "Stop sharing 1,940, it is 1,210" holds the answer, and leaves a reader in a hurry with the wrong one. */
const OTHER_FIGURE_FACTOR = 0.4

function saysOtherFigure({ candidate }: Support, value: Cluster['value']): boolean {
  if (value.kind !== 'quantity') return false
  const { tokens, reading } = candidate.statement
  return findQuantities(tokens, reading.post.text).some(
    (quantity) => quantity.unit === value.unit && quantity.value !== value.value,
  )
}

function lengthFactor(length: number): number {
  if (length < 25) return 0.6
  return length > 200 ? 0.8 : 1
}

function quoteOf(support: Support): string {
  const { start, end } = chooseQuote(support.candidate)
  return support.candidate.statement.reading.post.text.slice(start, end)
}
