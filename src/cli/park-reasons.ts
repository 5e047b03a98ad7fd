import type { LineParkReason } from '../sources/files/file-block.ts'

const WORDS = {
  not_json: 'lines that are not JSON',
  not_an_object: 'that are not an object',
  too_deep: 'nested too deep',
  wrong_id: 'without a usable id',
  wrong_author: 'without a usable author',
  wrong_text: 'without a usable text',
  wrong_date: 'with an impossible date',
  wrong_field: 'with a field of the wrong kind',
  too_long: 'that are too long',
  not_text: 'that are not text (UTF-8)',
  wrong_csv: 'broken CSV lines',
  broken_gzip: 'where the gzip data is broken',
  deleted: 'that their author deleted',
  private: 'that were not meant for everybody',
  not_a_post: 'activities that are no posts',
  no_posts: 'archives without posts',
  encrypted: 'encrypted files',
  unsupported: 'files packed in an unknown way',
  unsafe_path: 'files with unsafe names',
  too_large: 'files that are too large',
  unreadable: 'files that cannot be read',
  broken_zip: 'where the zip is broken',
  broken_tar: 'where the tar is broken',
  broken_car: 'where the repository is broken off',
  missing_block: 'that are missing from the repository',
  wrong_hash: 'that were altered in the repository',
  wrong_tree: 'broken pieces of the index of the repository',
  not_cbor: 'that are not CBOR',
} as const satisfies Record<LineParkReason, string>

/** Why something was not imported, for people, with the code that programs see. */
export function parkReasonInWords(reason: string): string {
  const words = Object.hasOwn(WORDS, reason) ? WORDS[reason as LineParkReason] : null
  return words === null ? reason : `${words} (${reason})`
}
