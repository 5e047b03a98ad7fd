/**
 * Posts that may coincide with others, and what everybody else does: everything that reads the whole archive stands here, so
 * that it runs where the posts are, on one machine or on many. Only what it finds comes to the detector.
 *
 * A post has a number for each thing that it shares with whoever does the same: `(channel, hash)`. Texts have one for their exact
 * words and four sketches of two least hashes each: nearly equal texts (Jaccard .8) have one in common with probability
 * 1 - (1 - .8²)⁴ = .98. The detector then compares the words themselves.
 *
 * Channels by number: 0 repost, 1 link, 2 hashtags, 3 text, 4 reply, 5 quote, 9 sketch of a text.
 */
const OBJECTS = `
  SELECT id, author, order_at,
    arrayDistinct(arrayFilter(t -> NOT match(t, '^(?:url:|host:|@|#)'), terms)) AS words,
    arrayMap(w -> xxh3(w), words) AS hashes,
    if(repost_of IS NOT NULL, [(0, xxh3(assumeNotNull(repost_of)))], arrayConcat(
      arrayMap(t -> (1, xxh3(t)), arrayDistinct(arrayFilter(t -> startsWith(t, 'url:'), terms))),
      if(length(hashtags) >= 3, [(2, xxh3(lowerUTF8(arrayStringConcat(hashtags, ' '))))], []),
      if(reply_to IS NOT NULL, [(4, xxh3(assumeNotNull(reply_to)))], []),
      if(quote_of IS NOT NULL, [(5, xxh3(assumeNotNull(quote_of)))], []),
      if(length(words) < 5, [], arrayConcat([(3, xxh3(arrayStringConcat(words, ' ')))], arrayMap(s -> (9, intHash64(bitXor(
        arrayMin(arrayMap(h -> intHash64(bitXor(h, s)), hashes)),
        intHash64(s + arrayMin(arrayMap(h -> intHash64(bitXor(h, s + 7)), hashes)))))),
        [toUInt64(11), toUInt64(1013), toUInt64(100003), toUInt64(10000019)])))
    )) AS objects
  FROM posts
  WHERE created_at IS NOT NULL AND order_at >= fromUnixTimestamp64Milli({from:Int64}) AND order_at < fromUnixTimestamp64Milli({to:Int64})`

const SHARINGS = `SELECT id, author, order_at, arrayJoin(objects) AS object FROM (${OBJECTS})`

/** Ids of posts that share something with a post of another account, newest first; what very many share says nothing. */
export const CANDIDATE_POSTS = `
  SELECT id FROM (${SHARINGS})
  WHERE object GLOBAL IN (
    SELECT object FROM (${SHARINGS}) GROUP BY object
    HAVING min(author) <> max(author) AND uniq(author) <= {sharersMax:UInt32})
  GROUP BY id ORDER BY max(order_at) DESC, id LIMIT {limit:UInt32}`

/** For each channel how many things one account alone shared. */
export const SINGLE_OBJECTS = `
  SELECT object.1 AS channel, count() AS objects FROM (
    SELECT object FROM (${SHARINGS}) WHERE object.1 < 9 GROUP BY object HAVING min(author) = max(author))
  GROUP BY channel`

const IN_TIME =
  'created_at IS NOT NULL AND order_at >= fromUnixTimestamp64Milli({from:Int64}) AND order_at < fromUnixTimestamp64Milli({to:Int64})'

/** Posts of these accounts by slots of time. */
export const ACCOUNT_ACTIVITY = `
  SELECT author, intDiv(toUnixTimestamp(order_at), {slotSeconds:UInt32}) AS slot, count() AS posts FROM posts
  WHERE ${IN_TIME} AND author IN (SELECT author FROM format(TSV, 'author String', {authors:String}))
  GROUP BY author, slot`

/** Posts of everybody by language and slots of time. */
export const LANGUAGE_ACTIVITY = `
  SELECT ifNull(toString(lang), '') AS language, intDiv(toUnixTimestamp(order_at), {slotSeconds:UInt32}) AS slot, count() AS posts
  FROM posts WHERE ${IN_TIME} GROUP BY language, slot`

/** How many accounts there are, and their posts, each account's up to a limit. */
export const EVERYBODY = `
  SELECT count() AS accounts, sum(least(posts, {postsCounted:UInt32})) AS posts FROM (
    SELECT author, count() AS posts FROM posts WHERE ${IN_TIME} GROUP BY author)`

/** What is stored: how much, and when the newest was received and written (UTC milliseconds). */
export const STORED = `
  SELECT count() AS posts, toUnixTimestamp64Milli(max(received_at)) AS received_ms,
    toUnixTimestamp64Milli(max(order_at)) AS newest_ms, toUnixTimestamp64Milli(min(order_at)) AS oldest_ms FROM posts`
