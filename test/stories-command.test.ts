import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from './support/run-command.ts'

const START = Date.UTC(2026, 2, 3, 9)
const OWN = [
  'roof',
  'smoke',
  'crews',
  'school',
  'engine',
  'alarm',
  'neighbours',
  'street',
  'windows',
  'boiler',
]

describe('verity batch', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'verity-stories-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  async function batch(task: string, items: readonly object[]): Promise<Record<string, unknown>[]> {
    const [input, output] = [join(dir, 'in.jsonl'), join(dir, 'out.jsonl')]
    writeFileSync(input, items.map((item) => JSON.stringify(item)).join('\n'))
    const { code, stderr } = await runCommand(['batch', task, '--in', input, '--out', output])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const lines = readFileSync(output, 'utf8').trim()
    return lines === '' ? [] : lines.split('\n').map((line) => JSON.parse(line))
  }

  it('stories gives every post a story, in order, and says which lines are no posts', async () => {
    const [one, other, apart, broken] = await batch('stories', [
      { id: 'a', author: 'x', text: 'Ferry aground off Mull', created_at: '2026-03-03T09:00:00Z' },
      { id: 2, author: 'y', text: 'The ferry off Mull is aground', created_at: '2026-03-03T09:00:02Z' },
      { id: 'c', author: 'z', text: 'Elections in Ghent tomorrow', created_at: '2026-03-03T09:00:04Z' },
      { id: 'd', text: 'no author' },
    ])
    expect(one).toEqual({ id: 'a', story_id: expect.any(String) })
    expect(other).toEqual({ id: 2, story_id: one?.['story_id'] })
    expect(apart?.['story_id']).not.toBe(one?.['story_id'])
    expect(broken).toMatchObject({ id: 'd', error: { code: 'invalid_input' } })
  })

  it('trends writes one line for what rises, when it does', async () => {
    const talk = Array.from({ length: 1_500 }, (_, post) => ({
      ...{ id: `t${post}`, author: `a${post}`, created_at: new Date(START + post * 30_000).toISOString() },
      text: `thing${(post * 7919) % 997} about thing${(post * 104_729) % 1_009}`,
    }))
    const fire = OWN.map((word, post) => ({
      ...{ id: `f${post}`, author: `w${post}` },
      created_at: new Date(START + 1_500 * 30_000 + post * 10_000).toISOString(),
      text: `Fire at the Osterby mill, ${word} ${OWN[(post + 3) % OWN.length]}`,
    }))
    const trends = await batch('trends', [...talk, ...fire])
    expect(trends).toHaveLength(1)
    const [trend] = trends
    expect(Object.keys(trend ?? {})).toEqual(['at', 'story_id', 'title', 'terms', 'post_ids', 'score'])
    const ids = trend?.['post_ids'] as string[]
    expect(ids.every((id) => id.startsWith('f'))).toBe(true)
    expect(trend?.['at']).toBe(fire.find(({ id }) => id === ids.at(-1))?.created_at)
  })

  it('summarize keeps to its length, names its documents by the ids they came with, and refuses what is no request', async () => {
    const [summary, refused] = await batch('summarize', [
      {
        ...{ id: 7, max_words: 6 },
        documents: [
          { id: 1, text: 'The dam broke at noon. Cake is nice.' },
          { id: 'b', text: 'Help! The dam broke at noon.', created_at: 'not a date' },
        ],
      },
      { id: 8, documents: [], max_words: 0 },
    ])
    expect(summary).toEqual({
      ...{ id: 7, summary: 'The dam broke at noon.' },
      sentences: [{ text: 'The dam broke at noon.', document_ids: [1, 'b'] }],
    })
    expect(refused).toMatchObject({ id: 8, error: { code: 'invalid_input' } })
  })
})
