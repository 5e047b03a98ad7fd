import { expect, it } from 'vitest'
import { makePost } from '../domain/post.ts'
import type { SearchRequest } from '../search/search-posts.ts'
import type { AskDependencies } from './ask.ts'
import { type ChosenSources, withChosenSources } from './choose-sources.ts'

const POSTS = ['bluesky:1', 'mastodon:1', 'bluesky:2'].map((id) => makePost({ id, author: 'a', text: 'x' }))

it('leaves everything as it is where nothing was chosen', () => {
  const request = { question: 'What?' }
  expect(withChosenSources(request, DEPS)).toEqual({ request, deps: DEPS })
})

it('finds posts of the chosen networks only, as many as were asked for', async () => {
  const { posts } = await find({ networks: ['bluesky'] }, { query: 'x', limit: 1 })
  expect(posts).toEqual(['bluesky:1'])
})

it('looks only within the chosen time, and never beyond what the question itself allows', async () => {
  const { asked } = await find({ from: 100, to: 900 }, { query: 'x', from: 200, to: 1_000 })
  expect(asked).toMatchObject({ from: 200, to: 900 })
})

it('finds no posts, no pages and no files where they were not chosen', async () => {
  expect((await find({ kinds: ['web'] }, { query: 'x' })).posts).toEqual([])
  const request = { question: 'What?', files: [], sources: { kinds: ['posts'] } } as const
  expect(withChosenSources(request, { ...DEPS, findPages: async () => never() }).deps).not.toHaveProperty(
    'findPages',
  )
})

let seen: SearchRequest | null = null
const DEPS: AskDependencies = {
  archive: {} as AskDependencies['archive'],
  clock: () => 0,
  findEvidence: async (_, asked) => {
    seen = asked
    return POSTS.map((post) => ({ post, score: 1, folded: [] }))
  },
}

async function find(sources: ChosenSources, asked: SearchRequest) {
  seen = null
  const { deps } = withChosenSources({ question: 'What?', sources }, DEPS)
  const found = await deps.findEvidence?.(deps.archive, asked)
  return { posts: found?.map(({ post }) => post.id), asked: seen }
}

function never(): never {
  throw new Error('must not be asked')
}
