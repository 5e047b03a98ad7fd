/** Why something of Bluesky was parked: it could not be understood, or not be believed. */
export const PARKED_REASONS = [
  // A message of a stream.
  'not_json',
  'not_cbor',
  'no_frame',
  'no_time',
  'no_seq',
  'bad_account',
  'no_account',
  // A commit and what it carries.
  'no_commit',
  'bad_change',
  'too_many_changes',
  'too_big',
  'broken_car',
  'missing_block',
  'wrong_hash',
  'wrong_commit',
  'no_key',
  'bad_signature',
  'wrong_tree',
  // A record.
  'unknown_operation',
  'no_record',
  'bad_id',
  'no_text',
  'text_too_long',
] as const

/** Why something of Bluesky that was understood is not stored. */
export const DROPPED_REASONS = [
  'duplicate',
  'deleted',
  'repo_reset',
  'repost',
  'not_available',
  'not_for_public',
] as const

export type ParkedReason = (typeof PARKED_REASONS)[number]
export type DroppedReason = (typeof DROPPED_REASONS)[number]
