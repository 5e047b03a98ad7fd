import { LIKE_COLLECTION, PROFILE_COLLECTION, REPOST_COLLECTION } from './network-event.ts'
import { POST_COLLECTION } from './post-id.ts'

/** Which records to read beside posts. */
export type WantedRecords = {
  readonly likes: boolean
  readonly reposts: boolean
  readonly profiles: boolean
}

/** The network's names for them, posts first. */
export function wantedCollections(wanted: WantedRecords): readonly string[] {
  return [
    POST_COLLECTION,
    ...(wanted.likes ? [LIKE_COLLECTION] : []),
    ...(wanted.reposts ? [REPOST_COLLECTION] : []),
    ...(wanted.profiles ? [PROFILE_COLLECTION] : []),
  ]
}
