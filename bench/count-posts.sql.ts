/** How many posts have any of the terms: what the text index answers alone, without reading or ordering a post. */
export const COUNT_POSTS =
  'SELECT count() AS posts FROM posts WHERE hasAnyTokens(terms, {terms:Array(String)})'
