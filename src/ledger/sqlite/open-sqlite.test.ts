import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLedger } from '../ledger.ts'

const NORMAL = 1
const FULL = 2
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-sqlite-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['as a rule commits are left to the operating system', {}, NORMAL],
  ['when a power cut must lose nothing, every commit is flushed to the disk', { durable: 'power' }, FULL],
] as const)('%s', async (_, options, expected) => {
  await using ledger = await openLedger({ kind: 'sqlite', file: join(folder, 'ledger.sqlite'), ...options })
  const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(ledger.db)
  expect(rows).toEqual([{ synchronous: expected }])
})
