import type { Media, Poll, Post } from '../domain/post.ts'

/** A row of `STORED_POST_COLUMNS`, as the engine returns it. */
export type StoredPostRow = {
  id: string
  author: string
  author_name: string | null
  author_created_ms: number | null
  created_ms: number | null
  text: string
  lang: string | null
  urls: string[]
  hashtags: string[]
  mentions: string[]
  reply_to: string | null
  repost_of: string | null
  quote_of: string | null
  thread_root: string | null
  media: string
  poll: string
  likes: number | null
  reposts: number | null
  replies: number | null
  deleted_ms: number | null
  label: string | null
  source: string
  extra: string
  order_ms: number
}

/** What to SELECT from `posts` for `readStoredPost`. */
export const STORED_POST_COLUMNS =
  'id, author, author_name, toUnixTimestamp64Milli(author_created_at) AS author_created_ms, ' +
  'toUnixTimestamp64Milli(created_at) AS created_ms, text, lang, urls, hashtags, mentions, reply_to, repost_of, ' +
  'quote_of, thread_root, media, poll, likes, reposts, replies, toUnixTimestamp64Milli(deleted_at) AS deleted_ms, ' +
  'label, source, extra, toUnixTimestamp64Milli(order_at) AS order_ms'

export function readStoredPost(row: StoredPostRow): Post {
  return {
    id: row.id,
    author: row.author,
    authorName: row.author_name,
    authorCreatedAt: row.author_created_ms,
    createdAt: row.created_ms,
    text: row.text,
    lang: row.lang,
    urls: row.urls,
    hashtags: row.hashtags,
    mentions: row.mentions,
    replyTo: row.reply_to,
    repostOf: row.repost_of,
    quoteOf: row.quote_of,
    threadRoot: row.thread_root,
    media: row.media === '' ? [] : (JSON.parse(row.media) as Media[]),
    poll: row.poll === '' ? null : (JSON.parse(row.poll) as Poll),
    likes: row.likes,
    reposts: row.reposts,
    replies: row.replies,
    deletedAt: row.deleted_ms,
    label: row.label,
    source: row.source,
    extra: row.extra === '' ? {} : (JSON.parse(row.extra) as Record<string, unknown>),
  }
}
