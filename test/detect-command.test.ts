import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Random } from '../src/lib/random.ts'
import { runCommand } from './support/run-command.ts'

const START = Date.UTC(2026, 0, 5)

describe('verity batch detect', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'verity-detect-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('writes one line a campaign, the account graph, and a score for every account', async () => {
    const edges = join(dir, 'edges.csv')
    const accounts = join(dir, 'accounts.ndjson')
    const { code, lines } = await detect(posts(), '--edges', edges, '--accounts', accounts)
    expect(code).toBe(0)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ campaign_id: 'c1', channels: ['repost'], confirmed: true })
    expect((lines[0]?.['accounts'] as { id: string }[] | undefined)?.map(({ id }) => id).sort()).toEqual([
      'm0',
      'm1',
      'm2',
      'm3',
    ])
    expect(lines[0]?.['p_value']).toBeLessThan(lines[0]?.['q_value'] as number)
    const graph = readFileSync(edges, 'utf8').trim().split('\n')
    expect(graph[0]).toBe('from,to,posts,p_value,q_value,channels,campaign_id')
    expect(graph.slice(1).every((line) => /^m\d,m\d,\d+,/.test(line))).toBe(true)
    const scores = readFileSync(accounts, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(scores.find(({ id }) => id === 'm0').score01).toBeGreaterThan(0.5)
    expect(scores.filter(({ score01 }) => score01 > 0.5)).toHaveLength(4)
  })

  it('says which lines are no posts and goes on', async () => {
    const { lines } = await detect([...posts(), { id: 'x' }])
    expect(lines[0]).toEqual({
      id: 'x',
      error: { code: 'invalid_input', message: expect.stringContaining('author') },
    })
    expect(lines).toHaveLength(2)
  })

  it('writes those that are not confirmed on request', async () => {
    const pair = posts().filter(({ author }) => author !== 'm2' && author !== 'm3')
    expect((await detect(pair)).lines).toEqual([])
    expect((await detect(pair, '--provisional')).lines[0]).toMatchObject({ confirmed: false })
  })

  it('finds nothing in nothing, and refuses a graph of unknown form', async () => {
    expect(await detect([])).toMatchObject({ code: 0, lines: [] })
    const { code, stderr } = await detect([], '--edges', join(dir, 'edges.txt'))
    expect(code).toBe(2)
    expect(stderr).toContain('--edges must name a file that ends in')
  })

  async function detect(items: readonly object[], ...options: string[]) {
    const input = join(dir, 'in.ndjson')
    const out = join(dir, 'out.ndjson')
    writeFileSync(input, items.map((item) => JSON.stringify(item)).join('\n'))
    const { code, stderr } = await runCommand(['batch', 'detect', '--in', input, '--out', out, ...options])
    const lines = code === 0 ? readFileSync(out, 'utf8').split('\n').filter(Boolean) : []
    return { code, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
  }
})

/** Two thousand people's reposts with a long tail, and four accounts that repost five rare posts together. */
function posts(): { id: string; author: string }[] {
  const random = new Random('detect')
  const crowd = Array.from({ length: 3_000 }, (_, at) =>
    repost(
      `p${at}`,
      `u${random.integer(0, 1_500)}`,
      `o${Math.floor(2_000 * random.next01() ** 3)}`,
      random.integer(0, 600),
    ),
  )
  const planted = [0, 1, 2, 3].flatMap((member) =>
    [0, 1, 2, 3, 4].map((object) =>
      repost(`m${member}-${object}`, `m${member}`, `rare${object}`, 60 + object * 90 + random.integer(0, 9)),
    ),
  )
  return [...crowd, ...planted]
}

function repost(id: string, author: string, repostOf: string, minute: number) {
  const createdAt = new Date(START + minute * 60_000).toISOString()
  return { id, author, text: 'RT', lang: 'en', created_at: createdAt, repost_of: repostOf }
}
