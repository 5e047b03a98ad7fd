import type { Answer, Citation } from '../../domain/answer.ts'
import { citedUrl } from './cite-urls.ts'
import type { CitedUrl, GenerationEvent } from './generation.ts'
import { countWordTokens } from './word-tokens.ts'

export type TextRules = {
  readonly baseUrl: string
  /** Whether sentences carry `[[n]](address)`. */
  readonly citesInline: boolean
  /** Numbers that addresses have already. */
  readonly numbers: ReadonlyMap<string, number>
  /** Null: as long as it is. */
  readonly outputTokensMax: number | null
  readonly stop: readonly string[]
}

/** Puts the text of an answer together as it is written, within the client's limits. */
export class TextWriter {
  readonly #rules: TextRules
  #text = ''
  #tokens = 0
  /** Why nothing more may follow; null while it may. */
  #ended: 'length' | 'stop' | null = null

  constructor(rules: TextRules) {
    this.#rules = rules
  }

  get ended(): 'length' | 'stop' | null {
    return this.#ended
  }

  get tokens(): number {
    return this.#tokens
  }

  get isEmpty(): boolean {
    return this.#text === ''
  }

  heading(title: string): GenerationEvent[] {
    return this.#add(`${this.isEmpty ? '' : '\n\n'}## ${title}\n\n`)
  }

  sentence(text: string, citations: readonly Citation[]): GenerationEvent[] {
    const isFirst = this.isEmpty || this.#text.endsWith('\n')
    const events = this.#add(isFirst ? text : ` ${text}`)
    if (!this.#rules.citesInline || this.#ended !== null) return events
    return [...events, ...this.#markers(citations)]
  }

  /** Markers are no words of the answer: they never end it in their middle. */
  #markers(citations: readonly Citation[]): GenerationEvent[] {
    const seen = new Set<string>()
    return citations.flatMap((citation) => {
      const cited = citedUrl(citation, this.#rules.baseUrl)
      if (seen.has(cited.url)) return []
      seen.add(cited.url)
      const n = this.#rules.numbers.get(cited.url) ?? citation.n
      const marker = `[[${n}]](${encodeMarkdown(cited.url)})`
      const lead = seen.size === 1 ? ' ' : ''
      const start = this.#text.length + lead.length
      this.#text += lead + marker
      return [
        { type: 'text', text: lead + marker },
        { type: 'citation', cited, start, end: start + marker.length },
      ] satisfies GenerationEvent[]
    })
  }

  #add(text: string): GenerationEvent[] {
    if (this.#ended !== null) return []
    const kept = this.#withinLength(this.#beforeStop(text))
    if (kept === '') return []
    this.#text += kept
    this.#tokens += countWordTokens(kept)
    return [{ type: 'text', text: kept }]
  }

  #beforeStop(text: string): string {
    const ends = this.#rules.stop.map((stop) => text.indexOf(stop)).filter((at) => at >= 0)
    if (ends.length === 0) return text
    this.#ended = 'stop'
    return text.slice(0, Math.min(...ends))
  }

  #withinLength(text: string): string {
    const { outputTokensMax } = this.#rules
    if (outputTokensMax === null || this.#tokens + countWordTokens(text) <= outputTokensMax) return text
    this.#ended = 'length'
    let kept = text
    while (kept !== '' && this.#tokens + countWordTokens(kept) > outputTokensMax)
      kept = kept.slice(0, kept.search(/\s*\S+\s*$/u))
    return kept
  }
}

/** Addresses of everything an answer cites, each once, in the order of their numbers. */
export function citedUrls(answer: Answer, baseUrl: string): CitedUrl[] {
  const byUrl = new Map<string, CitedUrl>()
  for (const citation of answer.citations) {
    const cited = citedUrl(citation, baseUrl)
    if (!byUrl.has(cited.url)) byUrl.set(cited.url, cited)
  }
  return [...byUrl.values()]
}

function encodeMarkdown(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29')
}
