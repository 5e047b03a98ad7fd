import { expect, it } from 'vitest'
import { simulate } from './simulate.ts'
import { storyRecords } from './story-records.ts'

it('records every story under the label of its posts, and what was true', () => {
  const { posts, truth } = simulate({ seed: 13, posts: 5000 })
  const records = [...storyRecords(truth.stories)]
  const told = new Set([...posts].map(({ label }) => label ?? '').filter((label) => label.includes(':')))
  expect(new Set(records.map(({ label }) => label))).toEqual(told)
  const event = records.find(({ label }) => label === 'event:e1')
  expect(event).toMatchObject({
    town: expect.any(String),
    site: expect.any(String),
    started_at: expect.stringMatching(/Z$/),
  })
  expect(JSON.parse(JSON.stringify(records))).toEqual(records)
})
