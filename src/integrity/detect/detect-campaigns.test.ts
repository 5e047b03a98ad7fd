import { describe, expect, it } from 'vitest'
import { makePost, type Post } from '../../domain/post.ts'
import { Random } from '../../lib/random.ts'
import { detectCampaigns } from './detect-campaigns.ts'
import { PostTable } from './post-table.ts'

const START = Date.UTC(2026, 0, 5)
const MINUTE = 60_000

describe('the detector of campaigns', () => {
  it('finds a planted group, its members alone, and tells what they did', () => {
    const { campaigns, links, accounts } = detect([...crowd('a', 4_000), ...plantedGroup('a')])
    const [campaign] = campaigns.filter(({ isConfirmed }) => isConfirmed)
    expect(campaigns.filter(({ isConfirmed }) => isConfirmed)).toHaveLength(1)
    expect(campaign?.accounts.map(({ id }) => id).sort()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
    expect(campaign?.channels).toEqual(['repost'])
    expect(campaign?.postIds).toHaveLength(20)
    expect(campaign?.qValue).toBeLessThan(0.05)
    expect(campaign?.why).toMatch(
      /^5 of 5 accounts reposted the same post \(“rare\d”\) within \d+ minutes; by chance 0\.\d+/,
    )
    expect(links.every(({ from, to }) => from.startsWith('m') && to.startsWith('m'))).toBe(true)
    const best = accounts.toSorted((one, other) => other.score01 - one.score01).slice(0, 5)
    expect(best.map(({ id }) => id).sort()).toEqual(['m0', 'm1', 'm2', 'm3', 'm4'])
  })

  it('stays quiet about a crowd that shares what is popular', () => {
    const { campaigns, accounts } = detect(crowd('b', 6_000))
    expect(campaigns).toEqual([])
    expect(accounts.every(({ score01 }) => score01 < 0.5)).toBe(true)
  })

  it('stays quiet about fans who share everything one account says, where they are many', () => {
    const random = new Random('fans')
    const fans = Array.from({ length: 1_500 }, (_, at) =>
      repost(
        `fan-${at}`,
        `fan${random.integer(0, 300)}`,
        `star${random.integer(0, 40)}`,
        random.integer(0, 600),
      ),
    )
    expect(
      detect([...crowd('c', 4_000), ...fans]).campaigns.filter(({ isConfirmed }) => isConfirmed),
    ).toEqual([])
  })

  it('names no two accounts, however alike, and no account with two coincidences', () => {
    const pair = plantedGroup('d').filter(({ author }) => author === 'm0' || author === 'm1')
    const twice = plantedGroup('d').filter(({ repostOf }) => repostOf === 'rare0' || repostOf === 'rare1')
    for (const planted of [pair, twice]) {
      const { campaigns } = detect([...crowd('d', 4_000), ...planted])
      expect(campaigns.filter(({ isConfirmed }) => isConfirmed)).toEqual([])
    }
    expect(detect([...crowd('d', 4_000), ...pair]).campaigns).toHaveLength(1)
  })

  it('counts a text, its tags and its link in one post as one coincidence', () => {
    const posts = ['m0', 'm1', 'm2'].flatMap((author) =>
      [0, 1].map((at) =>
        makePost({
          id: `${author}-${at}`,
          author,
          text: `the very same words for everybody number ${at}`,
          hashtags: ['one', 'two', `three${at}`],
          urls: [`https://a.example/${at}`],
          createdAt: START + at * MINUTE,
        }),
      ),
    )
    expect(detect([...crowd('e', 4_000), ...posts]).campaigns).toEqual([])
  })

  it('gives the same result whatever the order of the posts', () => {
    const posts = [...crowd('f', 2_000), ...plantedGroup('f')]
    const shuffled = new Random('order').shuffled(posts)
    const ids = (found: ReturnType<typeof detect>) =>
      found.campaigns.map(({ accounts, postIds }) => [
        accounts.map(({ id }) => id).sort(),
        [...postIds].sort(),
      ])
    expect(ids(detect(shuffled))).toEqual(ids(detect(posts)))
  })

  it('bears nothing at all, and posts without a time', () => {
    expect(detect([])).toEqual({ campaigns: [], links: [], accounts: [] })
    const timeless = makePost({ id: '1', author: 'ann', text: 'x', repostOf: 'p' })
    expect(detect([timeless]).accounts).toEqual([{ id: 'ann', score01: 0, posts: 0 }])
  })
})

function detect(posts: readonly Post[]) {
  const table = new PostTable()
  for (const post of posts) table.add(post)
  return detectCampaigns(table)
}

function repost(id: string, author: string, repostOf: string, minute: number): Post {
  return makePost({ id, author, text: 'RT', repostOf, lang: 'en', createdAt: START + minute * MINUTE })
}

/** People who post now and then; what they repost is popular with a long tail, within ten hours. */
function crowd(seed: string, posts: number): Post[] {
  const random = new Random(seed)
  return Array.from({ length: posts }, (_, at) => {
    const object = `o${Math.floor(2_000 * random.next01() ** 3)}`
    return repost(`${seed}-${at}`, `u${random.integer(0, posts / 3)}`, object, random.integer(0, 600))
  })
}

/** Five accounts that repost four posts nobody else does, each within ten minutes. */
function plantedGroup(seed: string): Post[] {
  const random = new Random(`planted ${seed}`)
  return [0, 1, 2, 3, 4].flatMap((member) =>
    [0, 1, 2, 3].map((object) =>
      repost(
        `m${member}-${object}`,
        `m${member}`,
        `rare${object}`,
        100 + object * 60 + random.integer(0, 10),
      ),
    ),
  )
}
