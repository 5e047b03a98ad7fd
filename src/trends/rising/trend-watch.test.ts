import { expect, test } from 'vitest'
import { makePost, type Post } from '../../domain/post.ts'
import { type RisingStory, TrendWatch, type TrendWatchOptions } from './trend-watch.ts'

const START = Date.UTC(2026, 2, 3, 9)
const SECOND_MS = 1_000
const HOUR_MS = 3_600_000

/** A stream of talk about many things, one post every twenty seconds, then what a test adds. */
function watchAfterTalk(options: TrendWatchOptions = {}) {
  const watch = new TrendWatch(options)
  let posts = 0
  let at = START
  const say = (text: string, fields: Partial<Post> = {}): RisingStory | null => {
    posts += 1
    at += 20 * SECOND_MS
    return watch.add(makePost({ id: `p${posts}`, author: `a${posts}`, text, createdAt: at, ...fields })).trend
  }
  const talk = (count: number) => {
    for (let post = 0; post < count; post++)
      say(`thing${(post * 7919) % 997} about thing${(post * 104_729) % 1_009} and thing${post % 313}`)
  }
  const wait = (ms: number) => {
    at += ms
  }
  talk(2_000)
  return { say, talk, wait }
}

/** Two words nobody else says: what makes a text no copy. */
function ownWords(post: number): string {
  const letter = (at: number) => String.fromCharCode(97 + (at % 26))
  return `${letter(post)}${letter(post * 7)}zor ${letter(post * 3)}uk${letter(post * 5)}`
}

const BLAST = [
  'Explosion at the Harrow mill',
  'Harrow mill: loud explosion, smoke',
  'Smoke over Harrow after mill explosion',
]

function tell(
  say: (text: string, fields?: Partial<Post>) => RisingStory | null,
  posts: number,
  fields: Partial<Post> = {},
) {
  return Array.from({ length: posts }, (_, post) =>
    say(`${BLAST[post % BLAST.length]} ${ownWords(post)}`, fields),
  ).filter((trend) => trend !== null)
}

test('what many accounts tell at once is announced once, with its posts and words', () => {
  const { say } = watchAfterTalk()
  const [trend, ...more] = tell(say, 30)
  expect(more).toEqual([])
  expect(trend?.posts.length).toBeGreaterThanOrEqual(3)
  expect(trend?.posts.length).toBeLessThan(15)
  expect(trend?.terms.join(' ').toLowerCase()).toContain('harrow')
  expect(trend?.title).toMatch(/Harrow/)
  expect(trend?.score).toBeGreaterThan(9)
})

test('one account alone raises nothing, however much it says', () => {
  const { say } = watchAfterTalk()
  expect(tell(say, 60, { author: 'only me' })).toEqual([])
})

test('two accounts raise nothing either', () => {
  const { say } = watchAfterTalk()
  const trends = Array.from({ length: 60 }, (_, post) =>
    say(`${BLAST[post % BLAST.length]} ${ownWords(post)}`, { author: `account ${post % 2}` }),
  )
  expect(trends.every((trend) => trend === null)).toBe(true)
})

test('copies of one text raise nothing', () => {
  const { say } = watchAfterTalk()
  const trends = Array.from({ length: 60 }, (_, post) =>
    say('Explosion at the Harrow mill, smoke everywhere', { repostOf: post > 0 ? 'p2001' : null }),
  )
  expect(trends.every((trend) => trend === null)).toBe(true)
})

test('a story that is mostly jokes is not announced', () => {
  const { say } = watchAfterTalk({ joke01: () => 0.99 })
  expect(tell(say, 40)).toEqual([])
})

test('what is said as often as always is no trend', () => {
  const { say, talk } = watchAfterTalk()
  const trends: (RisingStory | null)[] = []
  for (let round = 0; round < 150; round++) {
    trends.push(say(`Good morning Harrow number ${round}`))
    talk(8)
  }
  expect(trends.filter((trend) => trend !== null)).toEqual([])
})

test('another event in the same words elsewhere is a trend of its own', () => {
  const { say, talk, wait } = watchAfterTalk()
  expect(tell(say, 20)).toHaveLength(1)
  wait(2 * HOUR_MS)
  talk(300)
  const [second] = Array.from({ length: 25 }, (_, post) =>
    say(`${BLAST[post % BLAST.length]?.replaceAll('Harrow', 'Osterby')} ${ownWords(post)}`),
  ).filter((trend) => trend !== null)
  expect(second?.terms.join(' ').toLowerCase()).toContain('osterby')
})
