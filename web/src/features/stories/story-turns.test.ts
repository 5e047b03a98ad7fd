import { describe, expect, test } from 'vitest'
import { mockPosts } from '../../../dev/mock-data.ts'
import { mockStory } from '../../../dev/mock-stories.ts'
import { turnsOf } from './story-turns.ts'

const story = mockStory('s-0', mockPosts(240, 1_790_000_000_000), 0)
if (story === null) throw new Error('The mock has no such story.')

describe('the turns of a story', () => {
  const turns = turnsOf(story)

  test('begin with the first post, end with the latest, and are in order of time', () => {
    expect(turns[0]?.kind).toBe('first')
    expect(turns.at(-1)?.kind).toBe('latest')
    const times = turns.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  })

  test('name languages, networks and sites only where they come later', () => {
    const first = story.posts_stored[0]
    const arrivals = turns.filter(({ kind }) => kind === 'language' || kind === 'network')
    expect(arrivals.length).toBeGreaterThan(0)
    expect(arrivals.map(({ name }) => name)).not.toContain(first?.lang)
    expect(arrivals.map(({ name }) => name)).not.toContain(first?.source)
    expect(turns.filter(({ kind }) => kind === 'link').map(({ name }) => name)).toEqual([
      'harbour.example',
      'news.example',
    ])
  })

  test('open no post that is not stored', () => {
    const gone = turnsOf({ ...story, posts_stored: [], trend: null, beats: [] })
    expect(gone).toEqual([expect.objectContaining({ kind: 'first', postId: null })])
  })
})
