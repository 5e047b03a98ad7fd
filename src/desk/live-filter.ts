import type { SourceFilter } from '../domain/source-filter.ts'
import { compileFilter, type PostFilter } from '../ingest/filter-post.ts'

/** The filter of a running source: another one holds from the next post on, and the source goes on as it is. */
export class LiveFilter {
  readonly #of: { readonly namesAreHandles: boolean }
  #text: string
  #ask: PostFilter

  constructor(filter: SourceFilter, of: { readonly namesAreHandles: boolean }) {
    this.#of = of
    this.#text = JSON.stringify(filter)
    this.#ask = compileFilter(filter, of)
  }

  readonly ask: PostFilter = (post) => this.#ask(post)

  exchange(filter: SourceFilter): void {
    const text = JSON.stringify(filter)
    if (text === this.#text) return
    this.#text = text
    this.#ask = compileFilter(filter, this.#of)
  }
}
