import { describe, expect, it } from 'vitest'
import { makePost, type Post } from '../../domain/post.ts'
import { EVENT_KINDS } from './events/event-kinds.ts'
import { simulate, simulateTraced } from './simulate.ts'

const read = (seed: number, posts: number) => {
  const { posts: stream, truth } = simulate({ seed, posts })
  return { posts: [...stream], truth }
}
const share = (count: number, of: number) => count / of

describe('simulate', () => {
  it('gives the same posts and questions for the same seed, and others for another', () => {
    const [first, again, other] = [read(1, 800), read(1, 800), read(2, 800)]
    expect(JSON.stringify(again.posts)).toBe(JSON.stringify(first.posts))
    expect(again.truth.questions).toEqual(first.truth.questions)
    const towns = (run: typeof first) => run.truth.stories.events.map(({ town }) => town)
    expect(towns(other)).not.toEqual(towns(first))
    expect(other.posts[0]?.text).not.toBe(first.posts[0]?.text)
  })

  it.each([100, 137, 1000, 5003])('writes exactly %i posts in time order with ids that count', (count) => {
    const { posts } = read(7, count)
    expect(posts).toHaveLength(count)
    posts.forEach((post, index) => {
      expect(post.id).toBe(`simulated:${index + 1}`)
      expect(post.createdAt ?? 0).toBeGreaterThanOrEqual(posts[index - 1]?.createdAt ?? 0)
    })
  })

  it('labels everything as simulated, with every field of a post and links that end in .example', () => {
    const keys = Object.keys(makePost({ id: 'a', author: 'b', text: 'c' })).sort()
    for (const post of read(3, 3000).posts) {
      expect(Object.keys(post).sort()).toEqual(keys)
      expect(post.source).toBe('simulated')
      expect(post.author).toMatch(/^simulated:u\d+$/)
      expect(post.text.trim()).not.toBe('')
      expect(post.text).not.toMatch(/[{}[\]]|undefined|null|NaN/)
      for (const url of post.urls) expect(new URL(url).hostname).toMatch(/\.example$/)
    }
  })

  it('carries every kind of story, two languages, replies, reposts and quotes', () => {
    const { posts } = read(4, 5000)
    const kinds = new Set(posts.map(({ label }) => label?.split(':')[0]))
    for (const kind of [
      'event',
      'rumour',
      'joke',
      'campaign',
      'debate',
      'smalltalk',
      'spam',
      'offtopic',
      'memory',
    ])
      expect(kinds).toContain(kind)
    const langs = (lang: string) => share(posts.filter((post) => post.lang === lang).length, posts.length)
    expect(langs('en')).toBeGreaterThan(0.3)
    expect(langs('fr')).toBeGreaterThan(0.3)
    for (const field of ['replyTo', 'repostOf', 'quoteOf'] as const)
      expect(posts.some((post) => post[field] !== null)).toBe(true)
  })

  it('refers only to posts that came before, and threads to their first post', () => {
    const seen = new Map<string, Post>()
    for (const post of simulate({ seed: 5, posts: 4000 }).posts) {
      for (const id of [post.replyTo, post.repostOf, post.quoteOf, post.threadRoot])
        if (id !== null) expect(seen.has(id)).toBe(true)
      if (post.threadRoot !== null) expect(seen.get(post.threadRoot)?.replyTo).toBeNull()
      if (post.repostOf !== null) expect(post.text).toBe(seen.get(post.repostOf)?.text)
      seen.set(post.id, post)
    }
  })

  it('plants a campaign of new accounts that copy each other within seconds and push the pages of one site', () => {
    const { posts, truth } = read(6, 20_000)
    const campaign = truth.stories.campaigns[0]
    const pushed = posts.filter(({ label }) => label === `campaign:${campaign?.id}`)
    const authors = new Set(pushed.map(({ author }) => author))
    expect(authors.size).toBeGreaterThanOrEqual(10)
    expect(authors.size).toBeLessThanOrEqual(40)
    const pages = new Set(pushed.flatMap(({ urls }) => urls))
    expect(new Set([...pages].map((page) => new URL(page).host)).size).toBe(1)
    expect(pages.size).toBeLessThan(pushed.length / 8)
    expect(campaign?.members.map(({ id }) => id)).toEqual(expect.arrayContaining([...authors]))
    const texts = new Set(pushed.map(({ text }) => text.replace(/https\S+/, '')))
    expect(texts.size).toBeLessThan(pushed.length / 2)
  })

  it('refuses what is out of range', () => {
    for (const request of [
      { seed: -1, posts: 100 },
      { seed: 1.5, posts: 100 },
      { seed: 1, posts: 99 },
      { seed: 1, posts: 1_000_001 },
    ]) {
      expect(() => simulate(request)).toThrow(/must be/)
    }
  })
})

describe('the truth', () => {
  it.each([100, 500, 5000, 20_000])(
    'asks 200 different questions over %i posts, half in each language, a quarter without answer',
    (posts) => {
      for (const seed of [1, 2, 3]) {
        const { questions } = simulate({ seed, posts }).truth
        expect(questions).toHaveLength(200)
        expect(new Set(questions.map(({ question }) => question)).size).toBe(200)
        expect(share(questions.filter(({ lang }) => lang === 'fr').length, 200)).toBeGreaterThan(0.35)
        expect(share(questions.filter(({ lang }) => lang === 'en').length, 200)).toBeGreaterThan(0.35)
        const silent = share(questions.filter(({ answerable }) => !answerable).length, 200)
        expect(silent).toBeGreaterThanOrEqual(0.25)
        expect(silent).toBeLessThanOrEqual(0.3)
      }
    },
  )

  it('has the fields of the contract and answers exactly where there is one', () => {
    for (const question of simulate({ seed: 8, posts: 20_000 }).truth.questions) {
      expect(Object.keys(question).sort()).toEqual([
        'answerable',
        'answers',
        'id',
        'kind',
        'lang',
        'question',
      ])
      expect(question.answers.length > 0).toBe(question.answerable)
      expect(question.question).not.toMatch(/[{}[\]]|undefined/)
    }
  })

  it('covers every kind of question', () => {
    const kinds = new Set(simulate({ seed: 9, posts: 20_000 }).truth.questions.map(({ kind }) => kind))
    for (const kind of [
      'who',
      'how_many',
      'where',
      'when',
      'why',
      'what',
      'what_happened',
      'what_do_people_say',
      'is_it_true',
      'rumour',
      'joke',
      'campaign',
    ]) {
      expect(kinds).toContain(kind)
    }
  })

  it.each([
    [100, 2],
    [1000, 2],
    [20_000, 3],
  ])(
    'asks of %i posts only what at least %i accounts state, and nothing of what is kept back',
    (posts, least) => {
      for (const seed of [2, 10]) {
        const { traced, truth } = simulateTraced({ seed, posts })
        const authors = new Map<string, Set<string>>()
        for (const { post, states } of traced) {
          for (const fact of states) authors.set(fact, (authors.get(fact) ?? new Set()).add(post.author))
        }
        for (const { id, answerable } of truth.questions) {
          const { about, fact, trap } = truth.details.get(id) ?? { about: null, fact: null, trap: null }
          if (about === null || !about.startsWith('event:') || fact === null || fact === 'what') continue
          const stated = authors.get(`${about.slice(6)}/${fact}`)?.size ?? 0
          if (answerable) expect(stated, `${about}/${fact}`).toBeGreaterThanOrEqual(least)
          else if (trap === 'withheld') expect(stated).toBe(0)
        }
      }
    },
  )

  it('never asks about an untold event in a town that had one of its kind', () => {
    const { stories } = simulate({ seed: 11, posts: 20_000 }).truth
    const told = new Set(stories.events.map(({ kind, town }) => `${kind.id}/${town}`))
    for (const { kind, town } of stories.phantoms) expect(told.has(`${kind.id}/${town}`)).toBe(false)
  })

  it('invents every name: no two people, places or sites share one', () => {
    const { stories } = simulate({ seed: 12, posts: 20_000 }).truth
    const names = [...stories.events, ...stories.phantoms].flatMap(({ site, spokesperson, facts }) => [
      site.name,
      spokesperson,
      ...facts.flatMap(({ value }) => (value.kind === 'name' ? [value.final] : [])),
    ])
    expect(new Set(names).size).toBe(names.length)
  })
})

it('tells every kind of event in both languages without a malformed template', () => {
  expect(new Set(EVENT_KINDS.map(({ id }) => id)).size).toBe(EVENT_KINDS.length)
  for (const seed of [20, 21, 22]) for (const _ of simulate({ seed, posts: 20_000 }).posts);
})
