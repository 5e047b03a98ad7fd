import { ID_HASH_IN_LINES } from '../../archive/id-lines.ts'

/** Who wrote these posts. */
export const AUTHORS_OF_POSTS = `SELECT id, author FROM posts PREWHERE ${ID_HASH_IN_LINES}`
