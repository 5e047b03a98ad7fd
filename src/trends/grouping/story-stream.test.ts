import { expect, test } from 'vitest'
import { makePost } from '../../domain/post.ts'
import { StoryStream } from './story-stream.ts'

const START = Date.UTC(2026, 0, 1)
const MINUTE_MS = 60_000

function streamOf(options?: ConstructorParameters<typeof StoryStream>[0]) {
  const stream = new StoryStream({ rememberedPosts: 1 << 10, ...options })
  let posts = 0
  return (text: string, fields: Partial<Parameters<typeof makePost>[0]> = {}) => {
    posts += 1
    return stream.add(
      makePost({
        id: `p${posts}`,
        author: `a${posts}`,
        text,
        createdAt: START + posts * MINUTE_MS,
        ...fields,
      }),
    ).number
  }
}

test('posts about one event share a story, others do not', () => {
  const story = streamOf()
  const fire = story('Warehouse fire in Norwich, the roof has collapsed')
  expect(story('Huge fire at a warehouse in Norwich tonight')).toBe(fire)
  expect(story('Norwich warehouse: roof collapsed, fire crews on site')).toBe(fire)
  expect(story('Ministers resign after the budget vote in Oslo')).not.toBe(fire)
})

test('one shared word joins no two posts', () => {
  const story = streamOf()
  expect(story('Quetzal seen in the garden')).not.toBe(
    story('My cousin plays bass for a band called Quetzal'),
  )
})

test('French posts join an English story where names and tags allow', () => {
  const story = streamOf()
  const blast = story('Explosion at the Amuay refinery in Venezuela #Amuay')
  expect(story('Explosion à la raffinerie de Amuay au Venezuela #Amuay')).toBe(blast)
})

test('a repost belongs to the story of what it repeats, also without a text', () => {
  const story = streamOf()
  const first = story('Landslide blocks the valley road near Brig', { id: 'first' })
  expect(story('', { repostOf: 'first' })).toBe(first)
})

test('posts that say nothing are in no story together', () => {
  const story = streamOf()
  expect(story('lol')).not.toBe(story('lol'))
})

test('posts without time are grouped too', () => {
  const story = streamOf()
  const first = story('Bridge closed in Lyon after cracks were found', { createdAt: null })
  expect(story('Cracks found: bridge in Lyon closed', { createdAt: null })).toBe(first)
})

test('what was told weeks ago does not take new posts in as yesterday would', () => {
  const story = streamOf()
  const text = 'Flood warning for the Severn at Tewkesbury'
  const first = story(text, { createdAt: START })
  expect(story(text, { createdAt: START + 60 * MINUTE_MS })).toBe(first)
  const later = START + 60 * 24 * 60 * MINUTE_MS
  story('Chess club meets on Tuesdays', { createdAt: later })
  expect(story(text, { createdAt: later + MINUTE_MS })).not.toBe(first)
})

test('no more stories are live than the limit says, and a large one stays', () => {
  const ended: number[] = []
  const story = streamOf({
    limits: { storiesMax: 50, termsMax: 1_000 },
    onEnd: ({ number }) => ended.push(number),
  })
  const large = story('Strike closes the port of Rotterdam')
  for (let post = 0; post < 10; post++) story('Strike closes the port of Rotterdam')
  for (let post = 0; post < 2_000; post++) story(`word${post}a word${post}b word${post}c`)
  expect(ended.length).toBeGreaterThan(1_900)
  expect(ended).not.toContain(large)
  expect(story('The port of Rotterdam: strike goes on')).toBe(large)
})

test('two halves of one event become one story when they turn out to be the same', () => {
  const merged: (number | null)[] = []
  const story = streamOf({ onEnd: ({ into }) => merged.push(into) })
  for (let post = 0; post < 300; post++) story(`chatter${post}a chatter${post}b chatter${post}c about${post}`)
  for (let post = 0; post < 5; post++) story('Ferry Aurora aground near Mull')
  for (let post = 0; post < 3; post++) story('Passengers evacuated helicopters lifeboats Tobermory')
  for (let post = 0; post < 40; post++)
    story('Ferry Aurora aground near Mull: passengers evacuated, helicopters, lifeboats, Tobermory')
  expect(merged.filter((into) => into !== null)).toHaveLength(1)
})
