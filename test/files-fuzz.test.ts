import { expect, test } from 'vitest'
import { fuzzFiles } from './support/files-fuzz.ts'

const ROUNDS = 2_400

test('no file, however damaged, throws, hangs, or gives something that cannot be stored', async () => {
  const { kinds, slowestCpuMs } = await fuzzFiles(ROUNDS, 'files')
  const reached = [...kinds]
  for (const reader of [
    'ndjson',
    'csv',
    'tweets',
    'outbox',
    'zip',
    'packed',
    'tar',
    'tar_gz',
    'car',
    'records',
    'blocks',
  ])
    expect(reached).toContain(`${reader}:posts`)
  expect(reached).toEqual(
    expect.arrayContaining([
      ...['zip:broken_zip', 'tar:broken_tar', 'tar_gz:broken_gzip', 'car:wrong_hash'],
      ...['blocks:wrong_tree', 'blocks:missing_block', 'tweets:not_json', 'csv:wrong_csv', 'outbox:private'],
    ]),
  )
  // Not a measure of speed: an input that takes seconds would be a way to hang us.
  expect(slowestCpuMs).toBeLessThan(2_000)
}, 120_000)
