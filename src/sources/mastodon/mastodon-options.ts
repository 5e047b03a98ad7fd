import { z } from 'zod'

/** Streams that need nothing else, and those that need a tag or a list. */
const STREAMS = ['public', 'public_local', 'public_remote', 'hashtag', 'hashtag_local', 'list'] as const
export type MastodonStream = (typeof STREAMS)[number]

const TAG = /^[\p{L}\p{M}\p{N}_·・]{1,100}$/u
const LIST_ID = /^[A-Za-z0-9]{1,64}$/
/** What an HTTP header carries unchanged. */
const TOKEN = /^[\x21-\x7e]{1,512}$/
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * What a person says about one Mastodon source: one instance and one stream of it. `accessToken` is a secret.
 * Parsing makes the instance an origin (`mastodon.social` becomes `https://mastodon.social`) and takes the `#` off a tag.
 */
export const mastodonOptionsSchema = z
  .strictObject({
    instance: z
      .string()
      .trim()
      .max(300)
      .overwrite(originOf)
      .refine(isInstance, 'Give the address of an instance, e.g. https://mastodon.social.')
      .describe('Address of the instance, e.g. https://mastodon.social'),
    stream: z
      .enum(STREAMS)
      .default('public_local')
      .describe(
        'public: everything the instance hears; public_local: only its own people; public_remote: only others; hashtag and hashtag_local: posts with one tag; list: the accounts of one of your lists',
      ),
    tag: z
      .string()
      .trim()
      .overwrite((tag) => tag.replace(/^#/, '').normalize('NFKC'))
      .regex(TAG, 'A tag has letters, digits and underscores only.')
      .optional()
      .describe('The tag, with or without #; for hashtag and hashtag_local'),
    list: z
      .string()
      .trim()
      .regex(LIST_ID, 'Give the number at the end of the address of your list.')
      .optional()
      .describe('Number of the list, from the address of its page; for list'),
    accessToken: z
      .string()
      .trim()
      .regex(TOKEN, 'This is not an access token.')
      .optional()
      .describe(
        'Access token of your account there, with the scope read (Preferences, Development). Without one most instances do not stream, and their timelines are asked twice a minute instead',
      ),
  })
  .superRefine((options, context) => {
    const needsTag = options.stream === 'hashtag' || options.stream === 'hashtag_local'
    const fail = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (needsTag && options.tag === undefined) fail('tag', `The stream ${options.stream} needs a tag.`)
    if (!needsTag && options.tag !== undefined) fail('tag', `The stream ${options.stream} takes no tag.`)
    if (options.stream === 'list' && options.list === undefined) fail('list', 'The stream list needs a list.')
    if (options.stream !== 'list' && options.list !== undefined)
      fail('list', `The stream ${options.stream} takes no list.`)
    if (options.stream === 'list' && options.accessToken === undefined)
      fail('accessToken', 'A list is private: reading it needs the access token of its owner.')
  })

export type MastodonOptionsInput = z.input<typeof mastodonOptionsSchema>
export type MastodonOptions = z.output<typeof mastodonOptionsSchema>

/** People type host names: without a scheme it is HTTPS. What cannot be an address stays as it is. */
function originOf(typed: string): string {
  const address =
    /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]+:\d+$/.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(address)) return typed
  const { origin, pathname, search, hash, username, password } = new URL(address)
  const isBare = pathname === '/' && search + hash + username + password === ''
  return isBare && origin !== 'null' ? origin : typed
}

/** HTTPS, or plain HTTP to this very machine: a token never crosses a network in the clear. */
function isInstance(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, origin } = new URL(address)
  if (origin !== address) return false
  return protocol === 'https:'
    ? hostname.includes('.') || LOOPBACK.test(hostname)
    : protocol === 'http:' && LOOPBACK.test(hostname)
}
