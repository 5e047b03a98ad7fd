import type { MastodonOptions, MastodonStream } from './mastodon-options.ts'

type Addresses = {
  /** Name of the stream over WebSocket. */
  readonly name: string
  /** Path of the stream over server-sent events. */
  readonly path: string
  /** Path and query of the timeline that holds the same posts; `:tag` and `:list` stand for the option. */
  readonly timeline: string
  readonly query?: Readonly<Record<string, string>>
}

/**
 * @see https://docs.joinmastodon.org/methods/streaming/
 * @see https://docs.joinmastodon.org/methods/timelines/
 */
const ADDRESSES = {
  public: { name: 'public', path: 'public', timeline: 'public' },
  public_local: { name: 'public:local', path: 'public/local', timeline: 'public', query: { local: 'true' } },
  public_remote: {
    name: 'public:remote',
    path: 'public/remote',
    timeline: 'public',
    query: { remote: 'true' },
  },
  hashtag: { name: 'hashtag', path: 'hashtag', timeline: 'tag/:tag' },
  hashtag_local: {
    name: 'hashtag:local',
    path: 'hashtag/local',
    timeline: 'tag/:tag',
    query: { local: 'true' },
  },
  list: { name: 'list', path: 'list', timeline: 'list/:list' },
} as const satisfies Record<MastodonStream, Addresses>

/** Where the stream is over WebSocket. Holds no token, so that it can be shown. */
export function webSocketUrl(streaming: string, options: MastodonOptions): string {
  const url = new URL('/api/v1/streaming', streaming)
  url.searchParams.set('stream', ADDRESSES[options.stream].name)
  return withSubject(url, options)
}

/** Where the stream is over server-sent events. */
export function eventsUrl(streaming: string, options: MastodonOptions): string {
  const url = new URL(`/api/v1/streaming/${ADDRESSES[options.stream].path}`, streaming)
  url.protocol = url.protocol.replace(/^ws/, 'http')
  return withSubject(url, options)
}

/** Where the posts of the stream can be read page by page. */
export function timelineUrl(options: MastodonOptions): URL {
  const { timeline, query = {} }: Addresses = ADDRESSES[options.stream]
  const path = timeline
    .replace(':tag', encodeURIComponent(options.tag ?? ''))
    .replace(':list', encodeURIComponent(options.list ?? ''))
  const url = new URL(`/api/v1/timelines/${path}`, options.instance)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

/** The stream in the words people see, e.g. `#tag`. */
export function streamLabel({ stream, tag, list }: MastodonOptions): string {
  const labels = {
    public: 'federated',
    public_local: 'local',
    public_remote: 'other instances',
    hashtag: `#${tag}`,
    hashtag_local: `#${tag}, local`,
    list: `list ${list}`,
  } as const satisfies Record<MastodonStream, string>
  return labels[stream]
}

function withSubject(url: URL, { tag, list }: MastodonOptions): string {
  if (tag !== undefined) url.searchParams.set('tag', tag)
  if (list !== undefined) url.searchParams.set('list', list)
  return url.href
}
