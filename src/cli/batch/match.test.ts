import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CommandContext } from '../command.ts'
import { task } from './match.ts'
import { runBatch } from './run-batch.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-match-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const CLAIMS = '{"id":1,"claim":"The old bridge fell.","title":null}\n\n{"id":"b","claim":"Bananas glow."}\n'

it('gives the claims for each text, best first, with the ids of the file', async () => {
  const [found, bad] = await run('{"id":"q","text":"did the old bridge fall?"}\n{"id":"r"}', CLAIMS)
  expect(found).toMatchObject({ id: 'q', results: [{ claim_id: 1, score: expect.any(Number) }] })
  expect(bad).toMatchObject({ id: 'r', error: { code: 'invalid_input' } })
})

it('reads claims that are packed', async () => {
  const [found] = await run('{"id":"q","text":"glowing bananas"}', gzipSync(CLAIMS), 'claims.gz')
  expect(found).toMatchObject({ results: [{ claim_id: 'b' }] })
})

it('refuses a list with a line that is no claim, and says which; and a run without a list', async () => {
  await expect(run('', `${CLAIMS}{"id":3}`)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('line 4'),
  })
  await expect(run('', 'nonsense')).rejects.toMatchObject({ message: expect.stringContaining('not JSON') })
  await expect(run('', null)).rejects.toMatchObject({ message: expect.stringContaining('--claims') })
})

async function run(input: string, claims: string | Buffer | null, name = 'claims.ndjson') {
  const file = join(folder, name)
  if (claims !== null) writeFileSync(file, claims)
  const output = join(folder, 'out.ndjson')
  const context = {
    signal: new AbortController().signal,
    stdin: Readable.from([Buffer.from(input)]),
    stderr: new PassThrough(),
  } as unknown as CommandContext
  const parsed = { values: claims === null ? {} : { claims: file }, positionals: [] }
  await runBatch({ task, input: '-', output, context, parsed })
  return readFileSync(output, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}
