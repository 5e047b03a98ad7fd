import type { ExportFileKind } from '../containers/export-folder.ts'
import type { JsonList } from '../json-items.ts'

/** Files of X's export are scripts: `window.YTD.tweets.part0 = [ … ]`. */
const HEAD = /^\ufeff?\s*window\.YTD\.(\w{1,80})\.part\d{1,6}\s*=\s*\[/

const KINDS: Readonly<Record<string, ExportFileKind>> = {
  tweet: 'tweets',
  tweets: 'tweets',
  deleted_tweet: 'deleted_tweets',
  deleted_tweets: 'deleted_tweets',
}

export type YtdHead =
  | { readonly kind: 'posts'; readonly fileKind: ExportFileKind }
  /** Another part of the export: messages, likes, advertisements. */
  | { readonly kind: 'other'; readonly name: string }

/** Which part of an export from X a file is, told by how it begins; null when it is none. */
export function readYtdHead(head: string): YtdHead | null {
  const name = HEAD.exec(head)?.[1]
  if (name === undefined) return null
  const fileKind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined
  return fileKind === undefined ? { kind: 'other', name } : { kind: 'posts', fileKind }
}

/** The list in such a file. Before 2019 a tweet was an element itself; since then it is wrapped. */
export const YTD_LIST: JsonList = {
  key: null,
  elementStart: /\{\s{0,80}"(?:tweet|noteTweet)"\s{0,80}:\s{0,80}\{/g,
}
