import { describe, expect, it } from 'vitest'
import type { Connections } from './connections.ts'
import { PostponedMerges } from './postponed-merges.ts'

describe('merges during a load', () => {
  it('are left running when many parts wait already', async () => {
    const { merges, said } = makeMerges(() => 30)
    const load = await merges.begin()
    await merges.balance()
    await load[Symbol.asyncDispose]()
    expect(said).toEqual([])
  })

  it('are put off until the load ends', async () => {
    const { merges, said } = makeMerges(() => 3)
    const load = await merges.begin()
    expect(said).toEqual(['SYSTEM STOP MERGES posts'])
    await load[Symbol.asyncDispose]()
    expect(said.at(-1)).toBe('SYSTEM START MERGES posts')
  })

  it('go on while too many parts wait, and are put off again when few are left', async () => {
    let parts = 1
    const { merges, said } = makeMerges(() => parts)
    await merges.begin()
    parts = 47
    await merges.balance()
    expect(said).toHaveLength(1)
    parts = 48
    await merges.balance()
    expect(said.at(-1)).toContain('START')
    parts = 17
    await merges.balance()
    expect(said).toHaveLength(2)
    parts = 16
    await merges.balance()
    expect(said.at(-1)).toContain('STOP')
  })

  it('start only when the last of several loads ends', async () => {
    const { merges, said } = makeMerges(() => 1)
    const [first, second] = [await merges.begin(), await merges.begin()]
    await first[Symbol.asyncDispose]()
    expect(said).toHaveLength(1)
    await second[Symbol.asyncDispose]()
    expect(said).toHaveLength(2)
  })

  it('are nobody’s business without a load', async () => {
    const { merges, asked } = makeMerges(() => 1)
    await merges.balance()
    expect(asked()).toBe(0)
  })
})

function makeMerges(parts: () => number) {
  const said: string[] = []
  let asked = 0
  const connections = {
    command: async ({ sql }: { sql: string }) => void said.push(sql),
    readOnWriter: async () => {
      asked += 1
      return [{ parts: parts() }]
    },
  }
  const merges = new PostponedMerges(connections as unknown as Connections)
  return { merges, said, asked: () => asked }
}
