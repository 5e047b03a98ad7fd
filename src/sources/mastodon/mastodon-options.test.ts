import { expect, test } from 'vitest'
import { mastodonOptionsSchema } from './mastodon-options.ts'
import { mastodonSource } from './mastodon-source.ts'

const problems = (options: unknown) =>
  mastodonOptionsSchema
    .safeParse(options)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

test.each([
  ['mastodon.social', 'https://mastodon.social'],
  [' https://Mastodon.Social/ ', 'https://mastodon.social'],
  ['social.example:8443', 'https://social.example:8443'],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
])('the instance %o is %s', (typed, instance) => {
  expect(mastodonOptionsSchema.parse({ instance: typed })).toEqual({ instance, stream: 'public_local' })
})

test.each([
  '',
  'mastodon',
  'http://mastodon.social',
  'https://mastodon.social/@ada',
  'https://user:secret@mastodon.social',
  'https://mastodon.social?access_token=x',
  'ftp://mastodon.social',
  'javascript:alert(1)',
])('%o is not an instance', (instance) => {
  expect(problems({ instance })).toEqual([
    'instance: Give the address of an instance, e.g. https://mastodon.social.',
  ])
})

test('a tag is taken with or without its sign, and only where it is needed', () => {
  const instance = 'mastodon.social'
  expect(mastodonOptionsSchema.parse({ instance, stream: 'hashtag', tag: '#Météo' })).toMatchObject({
    tag: 'Météo',
  })
  expect(problems({ instance, stream: 'hashtag' })).toEqual(['tag: The stream hashtag needs a tag.'])
  expect(problems({ instance, stream: 'hashtag', tag: 'a b' })).toEqual([
    'tag: A tag has letters, digits and underscores only.',
  ])
  expect(problems({ instance, stream: 'public', tag: 'rain' })).toEqual([
    'tag: The stream public takes no tag.',
  ])
})

test('a list needs its number and the token of its owner', () => {
  expect(problems({ instance: 'mastodon.social', stream: 'list' })).toEqual([
    'list: The stream list needs a list.',
    'accessToken: A list is private: reading it needs the access token of its owner.',
  ])
})

test('unknown keys and streams are refused', () => {
  expect(problems({ instance: 'mastodon.social', token: 'x' })).toHaveLength(1)
  expect(problems({ instance: 'mastodon.social', stream: 'user' })).toHaveLength(1)
})

test('a source with unusable options says so, without the token', () => {
  const open = () => mastodonSource({ instance: 'mastodon', accessToken: 'se cret' })
  expect(open).toThrow(/Give the address of an instance.*This is not an access token/)
  expect(open).not.toThrow(/se cret/)
})

test('a source is called after its instance and stream', () => {
  expect(mastodonSource({ instance: 'mastodon.social', stream: 'hashtag', tag: 'rain' })).toMatchObject({
    kind: 'mastodon',
    title: 'Mastodon · mastodon.social · #rain',
  })
})
