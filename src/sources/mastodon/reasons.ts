/** Why something of Mastodon was parked: it could not be understood. */
export const PARKED_REASONS = [
  // A message of a stream.
  'not_json',
  'no_frame',
  'too_long',
  // A status or the id of one.
  'no_record',
  'bad_id',
  'bad_account',
  'wrong_date',
  'text_too_long',
] as const

/** Why something of Mastodon that was understood is not stored. */
export const DROPPED_REASONS = [
  'duplicate',
  'deleted',
  'private',
  'not_for_public',
  'older_version',
  'delete_of_unknown',
  'not_a_post',
] as const

export type ParkedReason = (typeof PARKED_REASONS)[number]
export type DroppedReason = (typeof DROPPED_REASONS)[number]
