import { expect, test } from 'vitest'
import {
  accountStatus,
  BOB,
  created,
  deleted,
  postRecord,
  updated,
} from '../../../test/support/jetstream-messages.ts'
import { Random } from '../../lib/random.ts'
import { readJetstreamMessage } from './read-jetstream-message.ts'

const MUTANTS = 5_000

const HOSTILE: readonly unknown[] = [
  ...[null, 0, -1, 1e308, 1.5, true, '', '\ud800', [], {}, [[]]],
  ...[
    'x'.repeat(70_000),
    '9'.repeat(400),
    '__proto__',
    'constructor',
    { length: 3 },
    { $type: 'constructor' },
  ],
]

const uri = `at://${BOB}/app.bsky.feed.post/3m64wz3tapc2p`
const rich = postRecord({
  facets: [
    { index: { byteStart: 4, byteEnd: 10 }, features: [{ $type: 'app.bsky.richtext.facet#link', uri }] },
  ],
  labels: { values: [{ val: 'nudity' }] },
  reply: { root: { uri }, parent: { uri } },
  embed: {
    $type: 'app.bsky.embed.recordWithMedia',
    record: { record: { uri } },
    media: {
      $type: 'app.bsky.embed.images',
      images: [{ image: { ref: { $link: 'bafkreiaimage' } }, alt: '' }],
    },
  },
  tags: ['bridge'],
})
const SEEDS = [
  created({ record: rich }),
  updated(),
  deleted(),
  accountStatus({ active: false, status: 'deleted' }),
]

/** Replaces parts of a message, at every depth, by things that should not be there. */
function mutate(value: unknown, random: Random): unknown {
  if (random.chance(0.06)) return random.pick(HOSTILE)
  if (Array.isArray(value)) return value.map((item) => mutate(item, random))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([key, item]) => [random.chance(0.02) ? '__proto__' : key, mutate(item, random)]),
  )
}

function damage(text: string, random: Random): string {
  const at = random.integer(0, text.length)
  return (
    text.slice(0, at) + String.fromCharCode(random.integer(0, 255)) + text.slice(at + random.integer(0, 4))
  )
}

test('no message, however wrong, throws or makes a post that is not whole', () => {
  const random = new Random('messages')
  const seen = new Set<string>()
  for (let n = 0; n < MUTANTS; n += 1) {
    const text = JSON.stringify(mutate(SEEDS[n % SEEDS.length], random))
    const { event } = readJetstreamMessage(random.chance(0.3) ? damage(text, random) : text)
    seen.add(event.kind)
    if (event.kind !== 'post' && event.kind !== 'edit') continue
    expect(event.post.id).toMatch(/^bluesky:at:\/\/did:/)
    expect(event.post.text.isWellFormed()).toBe(true)
    expect(Number.isSafeInteger(event.post.createdAt)).toBe(true)
  }
  expect([...seen].sort()).toEqual([
    'author_back',
    'author_gone',
    'delete',
    'edit',
    'other',
    'post',
    'unreadable',
  ])
})
