import { ID_HASH_IN_LINES } from '../../archive/id-lines.ts'

/** Who wrote these posts, where, in which language and when (UTC milliseconds). */
export const AUTHORS_OF_POSTS =
  'SELECT id, author, source, lang, toUnixTimestamp64Milli(created_at) AS created_ms ' +
  `FROM posts PREWHERE ${ID_HASH_IN_LINES}`
