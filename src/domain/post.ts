/** Networks name posts in their own way; ours is `<network>:<native id>`. Ids from files are kept as given. */
export type PostId = string

export type Media = {
  readonly kind: 'image' | 'video' | 'audio' | 'link' | 'other'
  readonly url: string
  readonly alt: string | null
}

export type Poll = {
  readonly options: readonly { readonly text: string; readonly votes: number | null }[]
  /** UTC milliseconds; null when the poll has no end or it is not known. */
  readonly closesAt: number | null
}

/**
 * One public utterance. `null` means unknown, never zero or empty: a post whose likes were not
 * measured has `likes: null`. Times are UTC milliseconds.
 */
export type Post = {
  readonly id: PostId
  /** Stable account id as the network gives it (DID, acct, numeric id). */
  readonly author: string
  readonly authorName: string | null
  readonly authorCreatedAt: number | null
  readonly createdAt: number | null
  readonly text: string
  /** BCP 47 primary subtag, e.g. `en`, as declared by the source or detected; null when undecided. */
  readonly lang: string | null
  readonly urls: readonly string[]
  readonly hashtags: readonly string[]
  readonly mentions: readonly string[]
  readonly replyTo: PostId | null
  readonly repostOf: PostId | null
  readonly quoteOf: PostId | null
  readonly threadRoot: PostId | null
  readonly media: readonly Media[]
  readonly poll: Poll | null
  readonly likes: number | null
  readonly reposts: number | null
  readonly replies: number | null
  readonly deletedAt: number | null
  /** Ground truth carried by evaluation and simulated data; never read by features. */
  readonly label: string | null
  /** Where it came from: `bluesky`, `simulated`, `file`, … */
  readonly source: string
  /** Fields of the input that we do not know, kept as they were. */
  readonly extra: Readonly<Record<string, unknown>>
}

/** A post with every optional field unknown: the one place that lists the defaults. */
export function makePost(fields: Pick<Post, 'id' | 'author' | 'text'> & Partial<Post>): Post {
  return { ...UNKNOWN, ...fields }
}

const UNKNOWN: Omit<Post, 'id' | 'author' | 'text'> = {
  authorName: null,
  authorCreatedAt: null,
  createdAt: null,
  lang: null,
  urls: [],
  hashtags: [],
  mentions: [],
  replyTo: null,
  repostOf: null,
  quoteOf: null,
  threadRoot: null,
  media: [],
  poll: null,
  likes: null,
  reposts: null,
  replies: null,
  deletedAt: null,
  label: null,
  source: 'file',
  extra: {},
}
