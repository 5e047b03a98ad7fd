import type { PostJson } from '../contract/post.ts'
import type { Post } from '../domain/post.ts'
import { postUrl } from '../sources/post-url.ts'

/** A stored post as the web app receives it. Its text stays untrusted and exactly as stored: offsets point into it. */
export function postToJson(post: Post): PostJson {
  return {
    id: post.id,
    author: post.author,
    author_name: post.authorName,
    created_at: post.createdAt === null ? null : new Date(post.createdAt).toISOString(),
    text: post.text,
    lang: post.lang,
    urls: [...post.urls],
    hashtags: [...post.hashtags],
    mentions: [...post.mentions],
    reply_to: post.replyTo,
    repost_of: post.repostOf,
    quote_of: post.quoteOf,
    thread_root: post.threadRoot,
    source: post.source,
    simulated: post.source === 'simulated',
    url: postUrl(post.id),
  }
}
