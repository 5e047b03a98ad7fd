import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'
import { eventually } from './support/until.ts'

const RUNNER = join(import.meta.dirname, 'support', 'source-runner.ts')

let folder = ''
let children: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verity-takeover-'))
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  await rm(folder, { recursive: true, force: true })
})

function startRunner(file: string) {
  const child = spawn(process.execPath, [RUNNER, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  return { child, lines }
}

it('of two real processes one runs the source; killed, it is replaced within 15 s without a gap', async () => {
  const file = join(folder, 'ledger.sqlite')
  const first = startRunner(file)
  await eventually(() => first.lines.includes('from 0'))
  const second = startRunner(file)
  await eventually(() => second.lines.includes('ready'))
  // Past one save of the cursor.
  await eventually(async () => {
    await using ledger = await openLedger({ kind: 'sqlite', file })
    const source = (await ledger.sources.list())[0]
    return source !== undefined && (await ledger.cursors.get(source.id)) !== null
  })
  expect(second.lines).toEqual(['ready'])

  first.child.kill('SIGKILL')
  const killedAt = performance.now()
  await eventually(() => second.lines.length > 2)
  expect(performance.now() - killedAt).toBeLessThan(15_000)
  const from = Number(second.lines.find((line) => line.startsWith('from '))?.slice(5))
  const stored = first.lines.filter((line) => /^\d+$/.test(line)).map(Number)
  expect(from).toBeGreaterThan(0)
  // What came after the last saved cursor comes again; nothing between is missing.
  expect(from).toBeLessThanOrEqual(Math.max(...stored))
  expect(second.lines).toContain(String(from + 1))
}, 30_000)
