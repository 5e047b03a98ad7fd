import { isDid } from './post-id.ts'

/** What a Bluesky address points to. Actors are handles or DIDs. */
export type BlueskyAddress =
  | { readonly kind: 'profile'; readonly actor: string }
  | { readonly kind: 'post'; readonly uri: string }
  | { readonly kind: 'feed'; readonly uri: string }

const KINDS: Readonly<Record<string, 'post' | 'feed'>> = {
  'app.bsky.feed.post': 'post',
  'app.bsky.feed.generator': 'feed',
  post: 'post',
  feed: 'feed',
}
const COLLECTION = { post: 'app.bsky.feed.post', feed: 'app.bsky.feed.generator' } as const
const HANDLE = /^@?([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/i
const KEY = /^[A-Za-z0-9._:~-]{1,512}$/

/**
 * Reads what people paste: `at://…`, a page of the web client such as `https://bsky.app/profile/alice.example/post/3k…`,
 * a handle with or without `@`, or a DID.
 *
 * @returns null for anything else
 */
export function parseBlueskyAddress(text: string): BlueskyAddress | null {
  const trimmed = text.trim()
  if (trimmed.length > 2_000) return null
  const actor = actorOf(trimmed)
  if (actor !== null) return { kind: 'profile', actor }
  if (trimmed.startsWith('at://')) return partsToAddress(trimmed.slice('at://'.length).split('/'))
  if (!URL.canParse(trimmed)) return null
  const { protocol, pathname } = new URL(trimmed)
  const [, first, ...parts] = pathname.split('/').map(decode)
  return /^https?:$/.test(protocol) && first === 'profile' ? partsToAddress(parts) : null
}

function partsToAddress([
  account = '',
  kind = '',
  key = '',
  ...more
]: readonly string[]): BlueskyAddress | null {
  const actor = actorOf(account)
  if (actor === null || more.some((part) => part !== '')) return null
  if (kind === '') return { kind: 'profile', actor }
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (known === undefined || !KEY.test(key)) return null
  return { kind: known, uri: `at://${actor}/${COLLECTION[known]}/${key}` }
}

function actorOf(text: string): string | null {
  return isDid(text) ? text : (HANDLE.exec(text)?.[1]?.toLowerCase() ?? null)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
