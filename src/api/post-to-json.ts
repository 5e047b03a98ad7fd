import type { PostJson } from '../contract/post.ts'
import type { CampaignMark } from '../domain/campaign.ts'
import type { Post } from '../domain/post.ts'
import { postUrl } from '../sources/post-url.ts'
import { thumbnailUrl } from '../sources/thumbnail-url.ts'

/** The route of pictures takes one digit. */
const THUMBNAIL_INDEX_MAX = 9

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
    likes: post.likes,
    reposts: post.reposts,
    replies: post.replies,
    media: post.media.map((media, index) => ({
      kind: media.kind,
      alt: media.alt,
      url: media.url,
      thumbnail:
        thumbnailUrl(media) === null || index > THUMBNAIL_INDEX_MAX
          ? null
          : `/api/thumbnails/${index}/${encodeURIComponent(post.id)}`,
    })),
    source: post.source,
    simulated: post.source === 'simulated',
    url: postUrl(post.id),
  }
}

/** The same with its mark, where it coincides with others of a campaign. */
export function markedPostToJson(post: Post, mark: CampaignMark | null | undefined): PostJson {
  if (mark === null || mark === undefined) return postToJson(post)
  const { id, accounts, isConfirmed } = mark
  return { ...postToJson(post), campaign: { id, accounts, confirmed: isConfirmed } }
}
