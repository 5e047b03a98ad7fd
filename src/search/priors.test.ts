import { expect, test } from 'vitest'
import { makePost } from '../domain/post.ts'
import { PRIORS, preferNewAndEchoed } from './priors.ts'

const NOW = Date.UTC(2026, 10, 22)
const found = (id: string, score: number, fields = {}) => ({
  post: makePost({ id, author: id, text: id, ...fields }),
  score,
})
const order = (...posts: ReturnType<typeof found>[]) =>
  preferNewAndEchoed(posts, NOW).map(({ post }) => post.id)

test('of two that are as relevant, the newer and the more echoed one comes first', () => {
  const old = { createdAt: NOW - 20 * PRIORS.halfLifeMs }
  expect(order(found('old', 0.5, old), found('new', 0.5, { createdAt: NOW }))).toEqual(['new', 'old'])
  expect(order(found('quiet', 0.5, old), found('loud', 0.5, { ...old, reposts: 900 }))).toEqual([
    'loud',
    'quiet',
  ])
})

test('neither outweighs a word of the query, and what is unknown counts nothing', () => {
  const loud = { createdAt: NOW + 5_000, likes: 10 ** 9 }
  expect(order(found('loud', 0.5, loud), found('relevant', 0.7))).toEqual(['relevant', 'loud'])
  expect(preferNewAndEchoed([found('plain', 0.5)], NOW)[0]?.score).toBe(0.5)
})
