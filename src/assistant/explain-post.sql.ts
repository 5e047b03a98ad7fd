/** How many posts of an account are stored, and when its oldest was written or, where that is unknown, received. */
export const AUTHOR_POSTS = `
  SELECT count() AS posts, toUnixTimestamp64Milli(min(order_at)) AS oldest_at
  FROM posts WHERE author = {author:String}`
