import { expect, test } from 'vitest'
import { makePost, type Post } from '../domain/post.ts'
import { foldPosts } from './fold-posts.ts'

let count = 0
function scored(text: string, fields: Partial<Post> = {}, score = 1) {
  count += 1
  return {
    post: makePost({ id: `p${count}`, author: `a${count}`, createdAt: count, ...fields, text }),
    score,
  }
}

const STORY =
  'The ferry from Calais ran aground this morning near the old harbour wall, all passengers are safe'

test('the same words with other links, mentions and case are one post, the earliest', () => {
  const later = scored(`RT @bob: ${STORY.toUpperCase()} https://a.example/1`, { createdAt: 2_000 }, 0.9)
  const first = scored(STORY, { createdAt: 1_000 }, 0.5)
  const folded = foldPosts([later, first])
  expect(folded).toEqual([{ post: first.post, score: 0.9, folded: [later.post.id] }])
})

test('a post with one word changed is a copy', () => {
  const copy = STORY.replace('morning', 'afternoon')
  expect(foldPosts([scored(STORY), scored(copy)])).toHaveLength(1)
})

test('another number or a negation is another statement', () => {
  const count =
    'Officials say that 12 people were injured when the ferry ran aground near the old harbour wall'
  expect(foldPosts([scored(count), scored(count.replace('12', '15'))])).toHaveLength(2)
  expect(foldPosts([scored(count), scored(count.replace('were injured', 'were not injured'))])).toHaveLength(
    2,
  )
})

test('two people with their own words are two posts', () => {
  const own = 'A boat hit the quay in the port, nobody hurt according to the coast guard who came by at nine'
  expect(foldPosts([scored(STORY), scored(own)])).toHaveLength(2)
})

test('reposts fold into the original, wherever it stands', () => {
  const original = scored('Short.', { id: 'origin', createdAt: 5_000 })
  const before = scored('', { repostOf: 'origin', createdAt: 6_000 })
  const after = scored('', { repostOf: 'origin', createdAt: 1 })
  const [only, ...rest] = foldPosts([before, original, after])
  expect(rest).toEqual([])
  expect(only?.post.id).toBe('origin')
  expect(only?.folded).toEqual([before.post.id, after.post.id])
})

test('reposts of a post that was not found fold together', () => {
  expect(foldPosts([scored('', { repostOf: 'gone' }), scored('', { repostOf: 'gone' })])).toHaveLength(1)
})

test('empty and very short texts are not taken for copies of each other', () => {
  expect(foldPosts([scored(''), scored('!!'), scored('so true'), scored('so sad')])).toHaveLength(4)
})

test('two thousand different posts with common words are folded in reasonable time', () => {
  const posts = Array.from({ length: 2_000 }, (_, at) =>
    scored(`common words in all of these posts but item x${at} y${at} z${at} q${at}`),
  )
  const startedAt = performance.now()
  expect(foldPosts(posts)).toHaveLength(2_000)
  expect(performance.now() - startedAt).toBeLessThan(20_000)
})
