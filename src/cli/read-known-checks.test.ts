import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKnownChecks } from './read-known-checks.ts'

test('published checks are read line by line, and what is none is counted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verity-known-'))
  const file = join(folder, 'known.ndjson')
  const line = {
    claim: 'The bridge fell.',
    publisher: 'Facts',
    url: 'https://facts.example/1',
    date: '2026-03-04',
  }
  const lines = [
    JSON.stringify(line),
    '',
    'no json',
    '[]',
    JSON.stringify({ ...line, url: 'javascript:alert(1)' }),
  ]
  await writeFile(file, lines.join('\n'))
  const { found, unusable } = await readKnownChecks(file)
  expect(found).toMatchObject([
    { claim: 'The bridge fell.', from: 'local', reviewedAt: Date.UTC(2026, 2, 4), rating: null },
  ])
  expect(unusable).toBe(3)
  await expect(readKnownChecks(join(folder, 'none'))).rejects.toMatchObject({ code: 'invalid_input' })
  await rm(folder, { recursive: true })
})
