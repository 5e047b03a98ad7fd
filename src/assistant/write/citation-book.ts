import type { Citation } from '../../domain/answer.ts'
import type { CampaignMark } from '../../domain/campaign.ts'
import type { Post, PostId } from '../../domain/post.ts'
import { postUrl } from '../../sources/post-url.ts'
import { type Passage, placeInDocument } from '../documents/passages.ts'
import type { QuoteSpan } from './choose-quote.ts'

/**
 * Numbers the posts of an answer, from `first`; a post keeps the number it had earlier in the chat. One post quoted
 * at two places has two citations with one number each only when the spans differ.
 */
export class CitationBook {
  readonly #taken = new Map<string, Citation>()
  readonly #known: ReadonlyMap<PostId, number>
  readonly #passages: ReadonlyMap<PostId, Passage>
  readonly #marks: ReadonlyMap<PostId, CampaignMark>
  #next: number

  /**
   * @param options.passages of pages and files, by the id under which they are read as posts
   * @param options.marks posts that are part of a campaign
   */
  constructor(options: {
    first: number
    known: ReadonlyMap<PostId, number>
    passages?: ReadonlyMap<PostId, Passage>
    marks?: ReadonlyMap<PostId, CampaignMark>
  }) {
    this.#next = options.first
    this.#known = options.known
    this.#passages = options.passages ?? new Map()
    this.#marks = options.marks ?? new Map()
  }

  get all(): readonly Citation[] {
    return [...this.#taken.values()]
  }

  /** @param independent false when its voice is already cited in the same sentence */
  cite(post: Post, span: QuoteSpan, independent: boolean): Citation {
    const key = `${post.id}\u0000${span.start}\u0000${span.end}`
    const known = this.#taken.get(key)
    if (known !== undefined) return known
    const passage = this.#passages.get(post.id)
    const citation: Citation =
      passage === undefined
        ? this.#citePost(post, span, independent)
        : { n: this.#numberFor(passage.document.id), ...placeInDocument(passage, span), independent }
    this.#taken.set(key, citation)
    return citation
  }

  #citePost(post: Post, span: QuoteSpan, independent: boolean): Citation {
    const campaign = this.#marks.get(post.id)
    return {
      n: this.#numberFor(post.id),
      kind: 'post',
      id: post.id,
      url: postUrl(post.id),
      author: post.author,
      authorName: post.authorName,
      createdAt: post.createdAt,
      quote: post.text.slice(span.start, span.end),
      start: span.start,
      end: span.end,
      snapshotId: post.id,
      independent,
      ...(campaign !== undefined && { campaign }),
    }
  }

  #numberFor(id: PostId): number {
    const known = this.#known.get(id)
    if (known !== undefined && ![...this.#taken.values()].some((citation) => citation.n === known))
      return known
    const n = this.#next
    this.#next += 1
    return n
  }
}
