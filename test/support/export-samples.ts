// Exports as X and Mastodon write them, put together from the shapes of real ones (2018 to 2025), with people who do
// not exist.

export const X_ACCOUNT = `window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "ana@example.org",
      "createdVia" : "web",
      "username" : "ana_writes",
      "accountId" : "4711",
      "createdAt" : "2012-03-04T05:06:07.000Z",
      "accountDisplayName" : "Ana"
    }
  }
]`

/** A tweet as exports since 2019 have it: wrapped, numbers as text. */
export function tweet(id: string, text: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    tweet: {
      edit_info: {
        initial: { editTweetIds: [id], editableUntil: '2022-10-10T21:19:24.000Z', editsRemaining: '5' },
      },
      retweeted: false,
      source: '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
      entities: { hashtags: [], symbols: [], user_mentions: [], urls: [] },
      display_text_range: ['0', String(text.length)],
      favorite_count: '3',
      id_str: id,
      truncated: false,
      retweet_count: '1',
      id,
      created_at: 'Wed Oct 10 20:19:24 +0000 2018',
      favorited: false,
      full_text: text,
      lang: 'en',
      ...more,
    },
  }
}

/** A file of the export, indented as X does it. */
export function ytd(name: string, list: readonly unknown[], part = 0): string {
  return `window.YTD.${name}.part${part} = ${JSON.stringify(list, null, 2).replaceAll('": ', '" : ')}`
}

export function noteTweet(text: string, createdAt: string, urls: readonly unknown[] = []) {
  return {
    noteTweet: {
      noteTweetId: '1690000000000000099',
      updatedAt: createdAt,
      lifecycle: { value: '1', name: 'Public', originalName: 'Public', annotations: {} },
      createdAt,
      core: {
        styletags: [],
        urls,
        text,
        mentions: [],
        cashtags: [],
        hashtags: [{ text: 'long', fromIndex: '0', toIndex: '5' }],
      },
    },
  }
}

export const ACTOR_URI = 'https://example.social/users/ana'
const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'

export const MASTODON_ACTOR = JSON.stringify({
  '@context': ['https://www.w3.org/ns/activitystreams'],
  id: ACTOR_URI,
  type: 'Person',
  preferredUsername: 'Ana',
  name: 'Ana  Example',
  published: '2019-04-01T00:00:00Z',
  outbox: 'outbox.json',
})

export function note(number: number, content: string, more: Readonly<Record<string, unknown>> = {}) {
  const id = `${ACTOR_URI}/statuses/${number}`
  const addresses = { to: [PUBLIC], cc: [`${ACTOR_URI}/followers`] }
  const object = {
    ...{ id, type: 'Note', summary: null, inReplyTo: null, published: '2023-05-06T07:08:09Z' },
    ...{
      url: `https://example.social/@ana/${number}`,
      attributedTo: ACTOR_URI,
      ...addresses,
      sensitive: false,
    },
    ...{ content, contentMap: { en: content }, attachment: [], tag: [] },
    ...more,
  }
  const { to, cc } = { ...addresses, ...more }
  return {
    id: `${id}/activity`,
    type: 'Create',
    actor: ACTOR_URI,
    published: object.published,
    to,
    cc,
    object,
  }
}

export function boost(number: number, of: string) {
  const id = `${ACTOR_URI}/statuses/${number}/activity`
  return {
    ...{ id, type: 'Announce', actor: ACTOR_URI, published: '2023-06-06T07:08:09Z' },
    ...{ to: [PUBLIC], cc: ['https://other.example/users/bo', `${ACTOR_URI}/followers`], object: of },
  }
}

/** `outbox.json`, on one line as Mastodon writes it. */
export function outbox(items: readonly unknown[]): string {
  return JSON.stringify({
    '@context': ['https://www.w3.org/ns/activitystreams', { ostatus: 'http://ostatus.org#', tags: ['a'] }],
    id: 'outbox.json',
    type: 'OrderedCollection',
    totalItems: items.length,
    orderedItems: items,
  })
}
