import { expect, test } from 'vitest'
import { postUrl } from '../post-url.ts'
import {
  compareLocalIds,
  localIdAt,
  mastodonPostId,
  rewindLocalId,
  timeOfLocalId,
  unseenPostId,
} from './status-id.ts'

const AT = Date.parse('2026-11-21T12:00:00Z')

test.each([
  ['https://a.example/users/ada/statuses/1', 'https://a.example/users/ada/statuses/1'],
  ['https://a.example/users/ada/statuses/1/activity', 'https://a.example/users/ada/statuses/1'],
  ['https://a.example/objects/0b5e', 'https://a.example/objects/0b5e'],
  ['tag:a.example,2016-11-25:objectId=1:objectType=Status', null],
])('the status %s opens at %s', (uri, url) => {
  const id = mastodonPostId(uri)
  expect(id).toBe(`mastodon:${uri}`)
  expect(postUrl(id ?? '')).toBe(url)
})

test('what is known only by a local id has no page', () => {
  expect(postUrl(unseenPostId('a.example', '17'))).toBeNull()
  expect(postUrl('mastodon:javascript:alert(1)')).toBeNull()
})

test.each([
  null,
  '',
  'urn:x',
  'ftp://a.example/1',
  'https://a.example/\u200b',
  'https://',
  'https://a.example/ 1',
])('%o is not the name of a status', (uri) => {
  expect(mastodonPostId(uri)).toBeNull()
})

test('local ids are ordered by age, whatever their length', () => {
  expect(['10', '9', '100', 'AzA', 'AzB'].toSorted(compareLocalIds)).toEqual(['9', '10', '100', 'AzA', 'AzB'])
})

test('the id a while earlier is that of an earlier time; ids without a time stay', () => {
  expect(timeOfLocalId(localIdAt(AT))).toBe(AT)
  expect(timeOfLocalId(rewindLocalId(localIdAt(AT), 30_000))).toBe(AT - 30_000)
  for (const id of ['17', '01JD7GNZQ8XK4YH3M2B5T6V9WA', 'AzKJ3pLmQ9']) {
    expect(timeOfLocalId(id)).toBeNull()
    expect(rewindLocalId(id, 30_000)).toBe(id)
  }
})
