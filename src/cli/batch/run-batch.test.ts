import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandContext } from '../../../test/support/run-command.ts'
import { AppError } from '../../domain/errors.ts'
import type { CommandContext } from '../command.ts'
import { runBatch } from './run-batch.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-batch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a batch', () => {
  it('writes one object for one line in the same order, whatever happens to an item', async () => {
    const { code, results } = await run('{"id":"a"}\n\nnonsense\n[1]\n{"id":"bad"}\n{"id":2}')
    expect(code).toBe(0)
    expect(results).toMatchObject([
      { id: 'a', doubled: 'aa' },
      { id: null, error: { code: 'invalid_input' } },
      { id: null, error: { code: 'invalid_input' } },
      { id: 'bad', error: { code: 'upstream_failed', message: 'no luck' } },
      { id: 2, doubled: '22' },
    ])
  })

  it('says nothing inner about an item that fails unexpectedly', async () => {
    const { results } = await run('{"id":"boom"}')
    expect(results).toEqual([{ id: 'boom', error: { code: 'internal', message: expect.any(String) } }])
    expect(JSON.stringify(results)).not.toContain('secret')
  })

  it('reads and writes gzip by the names of the files', async () => {
    const input = join(folder, 'in.ndjson.gz')
    const output = join(folder, 'out.ndjson')
    writeFileSync(input, gzipSync('{"id":"a"}\n'))
    expect(await runBatch({ ...request(), input, output })).toBe(0)
    expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual({ id: 'a', doubled: 'aa' })
  })

  it.each([
    ['is cut', gzipSync('{"id":"a"}\n'.repeat(1_000)).subarray(0, 30)],
    ['is none', Buffer.from('{"id":"a"}\n')],
  ])('refuses a gzip file that %s, instead of breaking', async (_, bytes) => {
    const input = join(folder, 'in.gz')
    writeFileSync(input, bytes)
    await expect(runBatch({ ...request(), input, output: join(folder, 'out') })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('in.gz'),
    })
  })

  it.each([
    ['reads', { input: '/nowhere/in', output: '-' }],
    ['writes', { input: '-', output: '/nowhere/out' }],
  ])('refuses a file that nobody %s', async (_, names) => {
    await expect(runBatch({ ...request(), ...names })).rejects.toMatchObject({ code: 'invalid_input' })
  })

  it('stops while it waits for input', async () => {
    const stop = new AbortController()
    const running = runBatch(request({ stdin: new PassThrough(), signal: stop.signal }))
    stop.abort()
    await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  })
})

async function run(input: string) {
  let written = ''
  const stdout = new Writable({
    write: (chunk, _, done) => {
      written += chunk
      done()
    },
  })
  const code = await runBatch(request({ stdin: Readable.from([Buffer.from(input)]), stdout }))
  return {
    code,
    results: written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  }
}

function request(parts: Partial<CommandContext> = {}) {
  const context: CommandContext = {
    ...commandContext(new PassThrough(), new PassThrough()),
    dataDir: folder,
    ...parts,
  }
  return { task: { open: async () => doubling }, input: '-', output: '-', context, parsed: NO_ARGUMENTS }
}

const NO_ARGUMENTS = { values: {}, positionals: [] }

const doubling = {
  handle: async ({ id }: Readonly<Record<string, unknown>>) => {
    if (id === 'bad') throw new AppError('upstream_failed', 'no luck')
    if (id === 'boom') throw new Error('secret detail')
    return { id, doubled: `${id}${id}` }
  },
  [Symbol.asyncDispose]: async () => {},
}
