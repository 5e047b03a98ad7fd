/**
 * Terms of the newest posts with how many accounts used them in the newer and in the older half, most risen first.
 * Reads at most `{sample:UInt32}` posts, so it costs the same however large the archive is.
 */
export const RISING_TERMS = `
  SELECT term, uniqIf(author, place <= {half:UInt32}) AS accounts_now, uniqIf(author, place > {half:UInt32}) AS accounts_before
  FROM (
    SELECT author, terms, row_number() OVER (ORDER BY order_at DESC) AS place
    FROM (SELECT author, terms, order_at FROM posts ORDER BY order_at DESC LIMIT {sample:UInt32})
  )
  ARRAY JOIN arrayDistinct(terms) AS term
  WHERE length(term) >= 4 AND match(term, '^[a-z]')
  GROUP BY term
  HAVING accounts_now >= {accounts_min:UInt32}
  ORDER BY log((accounts_now + 1) / (accounts_before + 1)) * sqrt(accounts_now) DESC, term
  LIMIT {limit:UInt32}`

/** The newest posts with a term, one for each account. */
export const POSTS_WITH_TERM = `
  SELECT author, argMax(text, order_at) AS text
  FROM (
    SELECT author, text, order_at FROM posts
    WHERE hasAllTokens(terms, [{term:String}]) ORDER BY order_at DESC LIMIT {limit:UInt32}
  )
  GROUP BY author`
