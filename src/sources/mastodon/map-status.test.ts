import { expect, test } from 'vitest'
import { account, START_AT, type Status, status, uriOf } from '../../../test/support/mastodon-statuses.ts'
import type { Post } from '../../domain/post.ts'
import { mapStatus } from './map-status.ts'

const KNOWN: Readonly<Record<string, string>> = { '42': 'mastodon:https://other.example/objects/42' }

function mapped(value: unknown) {
  const idOfLocal = (localId: string) => KNOWN[localId] ?? null
  return mapStatus(value, {
    domain: 'home.example',
    host: 'api.home.example',
    seenAt: START_AT + 60_000,
    idOfLocal,
  })
}

function post(fields: Record<string, unknown>): Post {
  const result = mapped(status({}, fields))
  if (result.kind !== 'keep') throw new Error(`not kept: ${result.reason}`)
  return result.post
}

test('a plain status keeps text, author, times, language and counts', () => {
  expect(post({ favourites_count: 3, reblogs_count: 2, replies_count: null })).toEqual({
    id: `mastodon:${uriOf(1)}`,
    author: 'ada@home.example',
    authorName: 'Ada',
    authorCreatedAt: Date.UTC(2022, 10, 5),
    createdAt: START_AT + 1_000,
    text: 'The bridge is closed, 1.',
    lang: 'en',
    urls: [],
    hashtags: [],
    mentions: [],
    replyTo: null,
    repostOf: null,
    quoteOf: null,
    threadRoot: null,
    media: [],
    poll: null,
    likes: 3,
    reposts: 2,
    replies: null,
    deletedAt: null,
    label: null,
    source: 'mastodon',
    extra: {},
  })
})

test.each([
  ['ada', 'ada@home.example'],
  ['bob@Other.Example', 'bob@other.example'],
  ['eve@bücher.example', 'eve@xn--bcher-kva.example'],
])('the account %s is %s', (acct, author) => {
  expect(post({ account: account({ acct }) }).author).toBe(author)
})

test('an account that asks not to be found is left out, also where others boost it', () => {
  const hidden = account({ noindex: true })
  const drop = { kind: 'drop', reason: 'not_for_public' }
  expect(mapped(status({}, { account: hidden }))).toMatchObject(drop)
  const boosted = status({ n: 2 }, { account: hidden })
  expect(mapped(status({ n: 3 }, { content: '', reblog: boosted }))).toMatchObject(drop)
  expect(mapped(status({}, { account: account({ noindex: false }) })).kind).toBe('keep')
})

test('a content warning comes first, and its length is kept', () => {
  const { text, extra } = post({
    spoiler_text: 'Elections,\n again',
    content: '<p>He won.</p>',
    sensitive: true,
  })
  expect(text).toBe('Elections, again\n\nHe won.')
  expect(extra).toEqual({ content_warning_length: 16, sensitive: true })
  expect(post({ spoiler_text: 'Only this', content: '' }).text).toBe('Only this')
})

test('tags, mentions, links and the card are listed', () => {
  const result = post({
    content: '<p><a href="https://a.example/1">a.example/1</a></p>',
    tags: [{ name: 'rain', url: 'https://home.example/tags/rain' }, { name: 'rain' }, null, { name: 7 }],
    mentions: [{ acct: 'bob@other.example' }, { acct: 'ada' }, {}],
    card: { url: 'https://a.example/2', title: 'Two', type: 'link' },
  })
  expect(result.hashtags).toEqual(['rain'])
  expect(result.mentions).toEqual(['bob@other.example', 'ada@home.example'])
  expect(result.urls).toEqual(['https://a.example/1', 'https://a.example/2'])
  expect(result.media).toEqual([{ kind: 'link', url: 'https://a.example/2', alt: 'Two' }])
})

test('media keep their description and the address on the instance of their author', () => {
  const { media } = post({
    media_attachments: [
      {
        type: 'image',
        url: 'https://cache.example/1.png',
        remote_url: 'https://a.example/1.png',
        description: 'Rain',
      },
      { type: 'gifv', url: 'https://home.example/2.mp4', remote_url: null, description: null },
      { type: 'constructor', url: 'https://home.example/3', description: ' ' },
      { type: 'audio', url: 'file:///etc/passwd' },
    ],
  })
  expect(media).toEqual([
    { kind: 'image', url: 'https://a.example/1.png', alt: 'Rain' },
    { kind: 'video', url: 'https://home.example/2.mp4', alt: null },
    { kind: 'other', url: 'https://home.example/3', alt: null },
  ])
})

test('a poll has its options, and votes that are hidden are unknown', () => {
  const { poll } = post({
    poll: {
      expires_at: '2026-11-22T12:00:00.000Z',
      options: [
        { title: 'Yes', votes_count: 3 },
        { title: 'No', votes_count: null },
      ],
    },
  })
  expect(poll).toEqual({
    options: [
      { text: 'Yes', votes: 3 },
      { text: 'No', votes: null },
    ],
    closesAt: Date.UTC(2026, 10, 22, 12),
  })
})

test('a reply points to what is known, to its own thread, or to the local id', () => {
  const own = status({})
  const thread = { ...own, uri: `https://home.example/users/ada/statuses/${own.id}` }
  const inReplyTo = (id: string, accountId: string) => ({
    in_reply_to_id: id,
    in_reply_to_account_id: accountId,
  })
  expect(post(inReplyTo('42', '9')).replyTo).toBe('mastodon:https://other.example/objects/42')
  expect(post({ ...thread, ...inReplyTo('17', '1') }).replyTo).toBe(
    'mastodon:https://home.example/users/ada/statuses/17',
  )
  expect(post({ ...thread, ...inReplyTo('17', '2') }).replyTo).toBe('mastodon:api.home.example/17')
})

test('a quotation that was accepted is kept, and its link for old software is not', () => {
  const content =
    '<p class="quote-inline">RE: <a href="https://a.example/3">https://a.example/3</a></p><p>No.</p>'
  const quoted = post({ content, quote: { state: 'accepted', quoted_status: status({ n: 3 }) } })
  expect([quoted.quoteOf, quoted.text]).toEqual([`mastodon:${uriOf(3)}`, 'No.'])
  expect(post({ quote: { state: 'accepted', quoted_status_id: '42' } }).quoteOf).toBe(KNOWN['42'])
  expect(post({ quote: { state: 'accepted', quoted_status_id: '43' } }).quoteOf).toBe(
    'mastodon:api.home.example/43',
  )
  const pending = post({ content, quote: { state: 'pending', quoted_status: null } })
  expect([pending.quoteOf, pending.urls]).toEqual([null, ['https://a.example/3']])
})

test('what else is known of a status is kept beside it', () => {
  const { extra } = post({
    visibility: 'unlisted',
    edited_at: '2026-11-21T12:00:30.000Z',
    application: { name: 'Web', website: null },
    account: account({ bot: true }),
  })
  expect(extra).toEqual({
    visibility: 'unlisted',
    edited_at: '2026-11-21T12:00:30.000Z',
    application: 'Web',
    automated: true,
  })
})

test('a date in the future is not believed', () => {
  expect(post({ created_at: '2027-01-01T00:00:00.000Z' }).createdAt).toBe(START_AT + 60_000)
})

test.each([
  ['no_record', null],
  ['no_record', 'text'],
  ['bad_id', { uri: 'javascript:alert(1)' }],
  ['bad_id', { uri: `https://a.example/${'x'.repeat(600)}` }],
  ['bad_id', { uri: 'https://a.example/a b' }],
  ['bad_id', { id: 17 }],
  ['bad_account', { account: null }],
  ['bad_account', { account: account({ acct: 'a@b@c' }) }],
  ['wrong_date', { created_at: 'yesterday' }],
  ['wrong_date', { created_at: null }],
  ['text_too_long', { content: 'x'.repeat(60_000) }],
] as const)('a status is parked as %s: %o', (reason, fields) => {
  const value = typeof fields === 'object' && fields !== null ? status({}, fields as Partial<Status>) : fields
  expect(mapped(value)).toMatchObject({ kind: 'park', reason })
})

test.each(['private', 'direct', 'limited', null])('visibility %s is never stored', (visibility) => {
  expect(mapped(status({}, { visibility }))).toMatchObject({ kind: 'drop', reason: 'private' })
})

test('a boost within a boost is not followed', () => {
  const inner = status({ n: 3 })
  const boost = mapped(status({ n: 1 }, { reblog: status({ n: 2 }, { reblog: inner }) }))
  expect(boost).toMatchObject({
    post: { text: '', repostOf: `mastodon:${uriOf(2)}` },
    boosted: { boosted: null },
  })
})
