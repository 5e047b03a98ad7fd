import { blueskyOptionsSchema } from '../sources/bluesky/bluesky-options.ts'
import { feedsOptionsSchema } from '../sources/feeds/feeds-options.ts'
import { mastodonOptionsSchema } from '../sources/mastodon/mastodon-options.ts'
import { xOptionsSchema } from '../sources/x/x-options.ts'
import { type SourceKind, sourceKind } from './source-kind.ts'

/** Of a rule that gives a source its title. */
const RULE_SHOWN_MAX = 40
const PUBLIC_JETSTREAM = 'wss://jetstream2.us-east.bsky.network/'

/** The networks that can be connected, in the order people see them. */
export const SOURCE_KINDS: readonly SourceKind[] = [
  sourceKind({
    kind: 'bluesky',
    title: 'Bluesky',
    byDefault: true,
    options: blueskyOptionsSchema,
    secrets: [],
    // Its cursor carries the time, so that it means something to the other transport and to another server.
    streamOptions: [],
    mainOptions: ['transport', 'counts', 'handles'],
    namesAreHandles: true,
    backfills: [
      { name: 'profile', target: 'a handle such as alice.bsky.social, or the address of a profile' },
      { name: 'feed', target: 'the address of a feed' },
      { name: 'thread', target: 'the address of any post of it' },
      { name: 'search', target: 'words, as in the search of Bluesky' },
    ],
    backfill: async (options, question, { timing }) => {
      const { backfillBluesky } = await import('../sources/bluesky/backfill.ts')
      return backfillBluesky(options, question, { timing })
    },
    titleOf: ({ transport, endpoints }) =>
      titled('Bluesky', endpoints?.[0] && hostOf(endpoints[0]), transport !== 'jetstream' && transport),
    reachAt: ({ endpoints }, { jetstreamUrl }) =>
      (endpoints?.[0] ?? jetstreamUrl ?? PUBLIC_JETSTREAM).replace(/^ws/, 'http'),
    open: async (options, { timing, random, jetstreamUrl }) => {
      const { blueskySource } = await import('../sources/bluesky/bluesky-source.ts')
      const usesOther = jetstreamUrl !== null && options.transport === 'jetstream'
      const endpoints = usesOther ? { endpoints: options.endpoints ?? [jetstreamUrl] } : {}
      return blueskySource({ ...options, ...endpoints, timing, random })
    },
  }),
  sourceKind({
    kind: 'mastodon',
    title: 'Mastodon',
    byDefault: false,
    options: mastodonOptionsSchema,
    secrets: ['accessToken'],
    streamOptions: ['instance', 'stream', 'tag', 'list'],
    mainOptions: ['instance', 'stream', 'tag', 'list', 'accessToken'],
    namesAreHandles: false,
    backfills: [
      { name: 'account', target: 'an account such as @user@host, or the address of a profile' },
      { name: 'hashtag', target: 'one tag' },
    ],
    backfill: async (options, question, { timing }) => {
      const { backfillMastodon } = await import('../sources/mastodon/backfill.ts')
      return backfillMastodon(options, question, { timing })
    },
    titleOf: ({ instance, stream, tag, list }) =>
      titled('Mastodon', hostOf(instance), MASTODON_STREAMS[stream]({ tag, list })),
    reachAt: ({ instance }) => instance,
    open: async (options, { timing, random }) => {
      const { mastodonSource } = await import('../sources/mastodon/mastodon-source.ts')
      return mastodonSource(options, { timing, random })
    },
  }),
  sourceKind({
    kind: 'feeds',
    title: 'Feeds',
    byDefault: false,
    options: feedsOptionsSchema,
    secrets: [],
    // Each feed has its own place in the one cursor, so that adding another loses none.
    streamOptions: [],
    mainOptions: ['lists', 'feeds'],
    namesAreHandles: false,
    titleOf: ({ feeds, lists }) => titled('Feeds', ...lists, feedsTitle(feeds)),
    open: async (options, { timing, random }) => {
      const { feedsSource } = await import('../sources/feeds/feeds-source.ts')
      return feedsSource(options, { timing, random })
    },
  }),
  sourceKind({
    kind: 'x',
    title: 'X',
    byDefault: false,
    options: xOptionsSchema,
    secrets: ['bearer_token'],
    streamOptions: ['base_url'],
    mainOptions: ['bearer_token', 'rules'],
    namesAreHandles: true,
    backfills: [{ name: 'search', target: 'a query of X, e.g. from:account, of the last seven days' }],
    backfill: async (options, question, { timing }) => {
      const { backfillX } = await import('../sources/x/backfill.ts')
      return backfillX(options, question, { timing })
    },
    check: async (options, signal) => {
      const { checkXRules } = await import('../sources/x/check-rules.ts')
      await checkXRules(options, signal)
    },
    recheck: async (options, { timing }) => {
      const { xRecheck } = await import('../sources/x/find-changes.ts')
      return xRecheck(options, { timing })
    },
    titleOf: ({ rules: [first, ...more] }) =>
      titled(
        'X',
        more.length > 0 ? `${more.length + 1} rules` : (first?.tag ?? first?.value.slice(0, RULE_SHOWN_MAX)),
      ),
    reachAt: ({ base_url }) => base_url,
    open: async (options, { timing }) => {
      const { xSource } = await import('../sources/x/x-source.ts')
      return xSource(options, { timing })
    },
  }),
]

/** What a title adds about the stream; nothing about the usual one. */
const MASTODON_STREAMS = {
  public: () => 'federated',
  public_local: () => null,
  public_remote: () => 'other instances',
  hashtag: ({ tag }) => `#${tag}`,
  hashtag_local: ({ tag }) => `#${tag} local`,
  list: ({ list }) => `list ${list}`,
} as const satisfies Record<
  string,
  (of: { tag: string | undefined; list: string | undefined }) => string | null
>

function feedsTitle([first, ...more]: readonly string[]): string | null {
  if (first === undefined) return null
  return more.length === 0 ? hostOf(first) : `${more.length + 1} feeds`
}

function titled(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ')
}

/** The host of an address alone: the rest of it may carry a name and a password. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address
}
