/**
 * Everything we read of a post and of what it refers to.
 *
 * X knows these parameters by two sets of names: `tweet.fields` with `note_tweet`, `referenced_tweets`, …, which its
 * streams document and every endpoint understands, and `post.fields` with `note_post`, `referenced_posts`, …. We ask
 * in the first and read both, because X answers some requests in the other.
 *
 * @see https://docs.x.com/x-api/fundamentals/fields and https://docs.x.com/x-api/fundamentals/expansions
 */
export function postFieldsQuery(options: { authorDetails: boolean }): Readonly<Record<string, string>> {
  const authors = options.authorDetails ? ['author_id', 'referenced_tweets.id.author_id'] : []
  const expansions = [
    'attachments.media_keys',
    'attachments.poll_ids',
    'referenced_tweets.id',
    'referenced_tweets.id.attachments.media_keys',
    ...authors,
  ]
  return {
    'tweet.fields': TWEET_FIELDS,
    'media.fields': 'alt_text,media_key,preview_image_url,type,url,variants',
    'poll.fields': 'end_datetime,id,options',
    expansions: expansions.join(','),
    ...(options.authorDetails ? { 'user.fields': 'created_at,id,username' } : {}),
  }
}

const TWEET_FIELDS =
  'attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,id,lang,note_tweet,' +
  'possibly_sensitive,public_metrics,referenced_tweets,text,withheld'
