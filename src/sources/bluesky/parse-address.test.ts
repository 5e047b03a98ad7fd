import { expect, test } from 'vitest'
import { parseBlueskyAddress } from './parse-address.ts'

const DID = 'did:plc:alicealicealicealicealic'

test.each([
  ['alice.example', { kind: 'profile', actor: 'alice.example' }],
  ['@Alice.Example', { kind: 'profile', actor: 'alice.example' }],
  [DID, { kind: 'profile', actor: DID }],
  [`at://${DID}`, { kind: 'profile', actor: DID }],
  ['https://bsky.app/profile/alice.example', { kind: 'profile', actor: 'alice.example' }],
  ['https://bsky.app/profile/alice.example/', { kind: 'profile', actor: 'alice.example' }],
  [
    'https://bsky.app/profile/alice.example/post/3k2a',
    { kind: 'post', uri: 'at://alice.example/app.bsky.feed.post/3k2a' },
  ],
  [
    `https://bsky.app/profile/${encodeURIComponent(DID)}/feed/news?x=1`,
    { kind: 'feed', uri: `at://${DID}/app.bsky.feed.generator/news` },
  ],
  [`at://${DID}/app.bsky.feed.post/3k2a`, { kind: 'post', uri: `at://${DID}/app.bsky.feed.post/3k2a` }],
])('%s is understood', (text, expected) => {
  expect(parseBlueskyAddress(text)).toEqual(expected)
})

test.each([
  '',
  'alice',
  'https://bsky.app/search?q=x',
  'https://bsky.app/profile/alice.example/post/a b',
  'ftp://bsky.app/profile/alice.example',
  `at://${DID}/app.bsky.graph.list/1`,
  `at://${DID}/constructor/1`,
  `at://${DID}/app.bsky.feed.post/1/2`,
  'https://bsky.app/profile/%E0%A4%A',
  `@${'a.'.repeat(2_000)}b`,
])('%s is none', (text) => {
  expect(parseBlueskyAddress(text)).toBeNull()
})
