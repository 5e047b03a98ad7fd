import { describe, expect, it } from 'vitest'
import { makePost, type Post } from '../../domain/post.ts'
import { Random } from '../../lib/random.ts'
import { LiveDetector, type LiveFinding } from './live-detector.ts'

const START = Date.UTC(2026, 0, 5)
const MINUTE = 60_000
const LIMITS = { sharingsMax: 16_384, textsMax: 4_096 }

describe('the live detector', () => {
  it('names a planted group at the third thing that it shares, and nobody else', () => {
    const detector = new LiveDetector(LIMITS)
    const findings = feed(detector, [...crowd('a', 4_000), ...plantedGroup()])
    const confirmed = findings.find(({ finding }) => finding.kind === 'confirmed')
    expect(confirmed?.id).toMatch(/-2$/)
    expect(detector.groups.all.flatMap(({ accounts }) => [...accounts]).sort()).toEqual([
      'm0',
      'm1',
      'm2',
      'm3',
      'm4',
    ])
    expect([...(detector.groups.all[0]?.channels ?? [])]).toEqual(['repost'])
  })

  it('stays quiet about what is popular', () => {
    expect(feed(new LiveDetector(LIMITS), crowd('b', 6_000))).toEqual([])
  })

  it('forgets what is a day old, however much came', () => {
    const detector = new LiveDetector({ sharingsMax: 512, textsMax: 256 })
    const spread = plantedGroup().map((post) => {
      const thing = Number(post.id.at(-1))
      return { ...post, createdAt: (post.createdAt ?? 0) + thing * 30 * 60 * MINUTE }
    })
    expect(feed(detector, [...crowd('c', 3_000), ...spread])).toEqual([])
  })

  it('counts touched-up copies of a text as the same thing', () => {
    const texts = [
      'the water of our town is poisoned and the mayor has known it for years say friends',
      'nobody tells you what the new school really costs every family in this valley each year',
      'they will close the last bakery of the old harbour because a tower must stand there soon',
    ]
    const posts = ['m0', 'm1', 'm2', 'm3'].flatMap((author, member) =>
      texts.map((text, thing) =>
        makePost({
          id: `${author}-${thing}`,
          author,
          lang: 'en',
          text: member % 2 === 0 ? text : `Look ${text}!`,
          createdAt: START + (60 + thing * 60 + member) * MINUTE,
        }),
      ),
    )
    const detector = new LiveDetector(LIMITS)
    feed(detector, [...crowd('d', 4_000), ...posts])
    expect(detector.groups.all.flatMap(({ accounts }) => [...accounts]).sort()).toEqual([
      'm0',
      'm1',
      'm2',
      'm3',
    ])
  })

  it('bears posts without a time', () => {
    expect(
      new LiveDetector(LIMITS).add(makePost({ id: '1', author: 'ann', text: 'x', repostOf: 'p' })),
    ).toBeNull()
  })
})

function feed(detector: LiveDetector, posts: readonly Post[]): { id: string; finding: LiveFinding }[] {
  return posts
    .toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
    .flatMap((post) => {
      const finding = detector.add(post)
      return finding === null ? [] : [{ id: post.id, finding }]
    })
}

function repost(id: string, author: string, repostOf: string, minute: number): Post {
  return makePost({ id, author, text: 'RT', repostOf, lang: 'en', createdAt: START + minute * MINUTE })
}

function crowd(seed: string, posts: number): Post[] {
  const random = new Random(seed)
  return Array.from({ length: posts }, (_, at) => {
    const object = `o${Math.floor(2_000 * random.next01() ** 3)}`
    return repost(`${seed}-${at}`, `u${random.integer(0, posts / 3)}`, object, random.integer(0, 600))
  })
}

function plantedGroup(): Post[] {
  const random = new Random('planted')
  return [0, 1, 2, 3, 4].flatMap((member) =>
    [0, 1, 2].map((thing) =>
      repost(`m${member}-${thing}`, `m${member}`, `rare${thing}`, 100 + thing * 60 + random.integer(0, 10)),
    ),
  )
}
