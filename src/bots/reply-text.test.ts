import { describe, expect, it } from 'vitest'
import type { PostStyle } from './bot-network.ts'
import { cut, fitPosts, graphemes, type Line, linkTo, quoted } from './reply-text.ts'

const BLUESKY: PostStyle = { graphemesMax: 300, links: 'words', addressLength: null }
const MASTODON: PostStyle = { graphemesMax: 466, links: 'address', addressLength: 23 }
const LINK: Line = ['Check: ', linkTo('https://verity.example/checks/0191?x=1')]

describe('fitPosts', () => {
  it('is one post where all fits, with the link last', () => {
    const [post, ...more] = fitPosts(
      { first: [['Supported.']], more: [['Two say so.']], link: LINK },
      BLUESKY,
    )
    expect(more).toEqual([])
    expect(post?.text).toBe('Supported.\nTwo say so.\nCheck: verity.example/checks/0191')
    const [link] = post?.links ?? []
    expect(post?.text.slice(link?.start, link?.end)).toBe('verity.example/checks/0191')
    expect(link?.url).toBe('https://verity.example/checks/0191?x=1')
  })

  it('goes on in posts below, three at most, each within the length, the link in the first', () => {
    const more = Array.from({ length: 9 }, (_, at): Line => [`${at} ${'é👩‍👩‍👧 '.repeat(60)}`])
    const posts = fitPosts({ first: [['Supported.']], more, link: LINK }, BLUESKY)
    expect(posts).toHaveLength(3)
    expect(posts[0]?.links).toHaveLength(1)
    for (const { text } of posts) expect(graphemes(text)).toBeLessThanOrEqual(300)
  })

  it('writes addresses out where links have no words, and counts them as the network does', () => {
    const url = `https://verity.example/checks/${'x'.repeat(400)}`
    const [post] = fitPosts({ first: [['Supported.']], more: [], link: [linkTo(url)] }, MASTODON)
    expect(post?.text).toBe(`Supported.\n${url}`)
  })

  it('leaves out what fits in no post', () => {
    const posts = fitPosts(
      { first: [['A']], more: [['x'.repeat(301)], ['B'.repeat(290)]], link: LINK },
      BLUESKY,
    )
    expect(posts.map(({ text }) => text[0])).toEqual(['A', 'B'])
  })
})

it('cuts between words and never through a character that people see as one', () => {
  expect(cut('one two three', 10)).toBe('one two…')
  expect(graphemes(cut('👩‍👩‍👧'.repeat(20), 5))).toBe(5)
})

it('repeats words of others as text alone', () => {
  const text = quoted('Hi @boss #news\nhttps://bad.example/x \u202eabc', 100)
  expect(text).toBe('Hi @\u200bboss #\u200bnews abc')
})
