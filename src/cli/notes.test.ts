import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../test/support/run-command.ts'

const HEAD = 'noteId\traterParticipantId\tcreatedAtMillis\thelpfulnessLevel\thelpful\tnotHelpful'
const row = (note: string, rater: string, level: string) => `${note}\t${rater}\t1\t${level}\t\t`
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verity-notes-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('notes get a status from X’s files, and what cannot be read is counted', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => at).flatMap((at) => [
    ...(at % 3 === 0 ? [] : [row('100', `r${at}`, 'HELPFUL')]),
    ...(at % 2 === 0 ? [] : [row('200', `r${at}`, 'NOT_HELPFUL')]),
    ...(at % 4 === 0 ? [row('300', `r${at}`, at % 8 === 0 ? 'SOMEWHAT_HELPFUL' : 'HELPFUL')] : []),
  ])
  await writeFile(
    join(folder, 'ratings.tsv.gz'),
    gzipSync([HEAD, ...rows, '', '400\tx\t1\t\t\t', '400\ty\t1\t\t1\t'].join('\n')),
  )
  await writeFile(join(folder, 'notes.tsv'), 'noteId\ttweetId\tsummary\n100\t77\tThe photo is from 2019.\n')
  const out = join(folder, 'out.ndjson')
  const args = [
    'notes',
    '--ratings',
    join(folder, 'ratings.tsv.gz'),
    '--notes',
    join(folder, 'notes.tsv'),
    '--out',
    out,
  ]
  const { code, stdout } = await runCommand([...args, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ ratings: rows.length + 1, unusable: 1, notes: 4 })
  const lines = (await readFile(out, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.find(({ id }) => id === '100')).toMatchObject({
    post_id: 'x:77',
    summary: 'The photo is from 2019.',
  })
  const interceptOf = (wanted: string) => lines.find(({ id }) => id === wanted).intercept
  expect(interceptOf('100')).toBeGreaterThan(interceptOf('200'))
  expect(lines.find(({ id }) => id === '400')).toMatchObject({
    status: 'needs_more_ratings',
    intercept: null,
  })
})

test.each([
  ['no file', ['notes']],
  ['a file that is not there', ['notes', '--ratings', '/nowhere/x.tsv']],
])('%s is refused with exit code 2', async (_, args) => {
  expect((await runCommand(args)).code).toBe(2)
})

test('a file of something else is refused and named', async () => {
  const file = join(folder, 'other.tsv')
  await writeFile(file, 'a\tb\n1\t2\n')
  const { code, stderr } = await runCommand(['notes', '--ratings', file])
  expect(code).toBe(2)
  expect(stderr).toContain('noteId')
})
