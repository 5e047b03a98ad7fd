import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLineSink } from './write-lines.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-lines-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes lines into a file', async () => {
  const file = join(folder, 'out.ndjson')
  const sink = await openLineSink(file)
  for (const line of ['one', 'two']) await sink.write(line)
  await sink.close()
  expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n')
})

it('packs lines where the name ends in .gz, however many they are', async () => {
  const file = join(folder, 'out.ndjson.gz')
  const sink = await openLineSink(file)
  for (let n = 0; n < 20_000; n += 1) await sink.write(`line ${n}`)
  await sink.close()
  expect(gunzipSync(readFileSync(file)).toString().split('\n')).toHaveLength(20_001)
})

it('leaves a given stream open and waits until it takes more', async () => {
  const chunks: string[] = []
  const stream = new Writable({
    highWaterMark: 1,
    write: (chunk, _, done) => {
      chunks.push(String(chunk))
      setImmediate(done)
    },
  })
  const sink = await openLineSink(stream)
  for (const line of ['one', 'two']) await sink.write(line)
  await sink.close()
  expect(chunks).toEqual(['one\n', 'two\n'])
  expect(stream.writableEnded).toBe(false)
})

it('refuses a place that cannot be written', async () => {
  await expect(openLineSink(join(folder, 'missing', 'out'))).rejects.toMatchObject({ code: 'invalid_input' })
})

// /dev/full answers every write as a full disk does.
it.runIf(existsSync('/dev/full'))('says that what is there is not whole when the disk is full', async () => {
  const sink = await openLineSink('/dev/full')
  const writing = async () => {
    for (;;) await sink.write('x'.repeat(100_000))
  }
  await expect(writing()).rejects.toMatchObject({
    code: 'store_failed',
    message: expect.stringContaining('not whole'),
  })
  await expect(sink.close()).rejects.toMatchObject({ code: 'store_failed' })
})
