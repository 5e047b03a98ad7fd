import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadPart } from '../src/models/gguf/download-part.ts'
import { parseGgufHeader } from '../src/models/gguf/gguf-header.ts'
import { chooseContextTokens } from '../src/models/gguf/gguf-memory.ts'
import { chooseThreads } from '../src/models/gguf/gguf-models.ts'
import { type Installation, installModel } from '../src/models/gguf/install-model.ts'
import { ModelFolder } from '../src/models/gguf/model-folder.ts'
import { readGguf } from '../src/models/gguf/read-gguf.ts'
import { writeGguf } from './support/gguf-writer.ts'
import { runModels } from './support/run-models.ts'
import { tinyGrok, tinyLlama } from './support/tiny-models.ts'

const LLAMA = tinyLlama()
const SHA256 = createHash('sha256').update(LLAMA).digest('hex')

let dir: string
let folder: ModelFolder

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'verity-models-'))
  folder = new ModelFolder(dir)
  await folder.prepare()
  await writeFile(join(dir, 'tiny.gguf'), LLAMA)
})
afterEach(async () => {
  await rm(dir, { recursive: true })
})

describe('verity models', () => {
  it('installs a file, lists it, lets it answer and removes it', async () => {
    const installed = await runModels(dir, ['install', join(dir, 'tiny.gguf'), '--sha256', SHA256, '--json'])
    expect(installed).toMatchObject({
      code: 0,
      json: { id: 'gguf:tiny', architecture: 'llama', bytes: LLAMA.length, sha256: SHA256, fits_now: true },
    })
    expect(await runModels(dir, ['list', '--json'])).toMatchObject({
      json: { installed: [{ id: 'gguf:tiny' }], unfinished: [], runtime_installed: expect.any(Boolean) },
    })
    const used = await runModels(dir, ['use', 'gguf:tiny', '--json'])
    expect(used.json.roles).toContainEqual(
      expect.objectContaining({ role: 'answer', chain: [expect.objectContaining({ ref: 'local/tiny' })] }),
    )
    const removed = await runModels(dir, ['remove', 'tiny', '--json'])
    expect(removed.json).toEqual({ name: 'tiny', removed: true, bytes: LLAMA.length })
    const after = await runModels(dir, ['list', '--json'])
    expect(after.json).toMatchObject({ installed: [] })
    expect(JSON.stringify(after.json.roles)).not.toContain('local/tiny')
  })

  it('says what it cannot use, and leaves nothing behind', async () => {
    await writeFile(join(dir, 'page.gguf'), '<html>Sign in</html>')
    await writeFile(join(dir, 'cut.gguf'), LLAMA.subarray(0, LLAMA.length - 1_000))
    const attempts = [
      { argv: ['install', join(dir, 'page.gguf')], says: 'does not begin with "GGUF"' },
      { argv: ['install', join(dir, 'cut.gguf')], says: 'is cut off' },
      {
        argv: ['install', join(dir, 'tiny.gguf'), '--sha256', 'ab'.repeat(32)],
        says: `its SHA-256 is ${SHA256}`,
      },
      { argv: ['install', join(dir, 'tiny.gguf'), '--name', '../up'], says: 'cannot be a model’s name' },
      { argv: ['install', 'http://models.example/tiny.gguf'], says: 'https alone' },
      { argv: ['install'], says: 'needs a GGUF file' },
    ]
    for (const { argv, says } of attempts) {
      const { code, stderr } = await runModels(dir, argv)
      expect(stderr.replaceAll("'", '’')).toContain(says)
      expect(code).toBe(2)
    }
    expect((await runModels(dir, ['install', join(dir, 'nothing.gguf')])).code).toBe(1)
    expect((await runModels(dir, ['remove', 'nothing'])).code).toBe(1)
    expect(await folder.list()).toEqual([])
    expect(await folder.unfinished()).toEqual([])
  })
})

describe('room', () => {
  it('is looked at before a byte is written', async () => {
    const from = join(dir, 'tiny.gguf')
    const room = { disk: async () => 400_000_000, memory: () => 8e9 }
    await expect(install({ from, room })).rejects.toMatchObject({
      code: 'over_limit',
      message: /on the disk/,
    })
    const small = { disk: async () => 9e9, memory: () => 100_000 }
    await expect(install({ from, room: small })).rejects.toMatchObject({ message: /whole memory/ })
    expect((await install({ from, room: small, anySize: true })).name).toBe('tiny')
  })

  it('that ends while a model arrives is an error with what to do', async () => {
    await symlink('/dev/full', folder.partOf('tiny'))
    await expect(install({ from: join(dir, 'tiny.gguf') })).rejects.toMatchObject({
      code: 'store_failed',
      message: /disk is full/,
    })
    expect(await folder.list()).toEqual([])
  })

  it('decides how large the context can be', async () => {
    const model = await readGguf(join(dir, 'tiny.gguf'))
    expect(chooseContextTokens(model, 'tiny', 8e9)).toBe(8_192)
    expect(chooseContextTokens(model, 'tiny', 157_000_000)).toBe(4_096)
    expect(() => chooseContextTokens(model, 'tiny', 1e6)).toThrow(/needs about 0.2 GB/)
  })

  it('never has more threads than cores', () => {
    expect([
      chooseThreads(null, 8),
      chooseThreads(null, 1),
      chooseThreads(64, 8),
      chooseThreads(2, 8),
    ]).toEqual([7, 1, 8, 2])
  })
})

describe('a download', () => {
  it('goes on where it broke off, and names every machine that it asks', async () => {
    const asked: (string | undefined)[] = []
    await using server = await serve((request, response) => {
      if (request.url === '/latest') {
        response.writeHead(302, { location: '/tiny.gguf' }).end()
        return
      }
      asked.push(request.headers.range)
      const from = Number(/\d+/.exec(request.headers.range ?? '0'))
      send(response, LLAMA, { from, to: asked.length < 3 ? from + 200_000 : LLAMA.length })
    })
    const hosts: string[] = []
    const model = await install({
      from: `${server.url}/latest?key=secret`,
      name: 'tiny',
      sha256: SHA256,
      onHost: (host) => hosts.push(host),
    })
    expect(asked).toHaveLength(3)
    expect(asked[0]).toBeUndefined()
    expect(asked[2]).toMatch(/^bytes=\d{6}-$/)
    expect(model.sha256).toBe(SHA256)
    expect(model.source).not.toContain('secret')
    expect(new Set(hosts).size).toBe(1)
    expect(await readFile(folder.fileOf('tiny'))).toEqual(LLAMA)
    expect(existsSync(folder.resumeOf('tiny'))).toBe(false)
  })

  it('begins anew where the file at the address is another one now', async () => {
    const other = tinyGrok()
    let round = 0
    await using server = await serve((request, response) => {
      round += 1
      if (round === 1) return send(response, LLAMA, { from: 0, to: 300_000, tag: '"one"' })
      // If-Range does not match any more: the whole is sent.
      expect(request.headers['if-range']).toBe('"one"')
      send(response, other, { from: 0, to: other.length, tag: '"two"' })
    })
    expect((await install({ from: `${server.url}/tiny.gguf` })).architecture).toBe('grok')
  })

  it('that was stopped stays, is told, and is gone on with by the next command', async () => {
    let isSlow = true
    await using server = await serve((request, response) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '0'))
      if (isSlow) {
        response.writeHead(200, { 'content-length': LLAMA.length, etag: '"x"' })
        response.write(LLAMA.subarray(0, 100_000))
        return
      }
      expect(from).toBe(100_000)
      send(response, LLAMA, { from, to: LLAMA.length, tag: '"x"' })
    })
    const stop = new AbortController()
    const onBytes = (bytes: number) => {
      if (bytes >= 100_000) stop.abort()
    }
    const stopped = install({ from: `${server.url}/tiny.gguf`, signal: stop.signal, onBytes })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(await folder.unfinished()).toEqual([{ name: 'tiny', bytes: 100_000 }])
    isSlow = false
    expect((await install({ from: `${server.url}/tiny.gguf` })).sha256).toBe(SHA256)
  })

  it('is checked as a whole: a part that was damaged since does not pass', async () => {
    await using server = await serve((_, response) => {
      send(response, LLAMA, { from: 400_000, to: LLAMA.length, tag: '"x"' })
    })
    const url = new URL(`${server.url}/tiny.gguf`)
    await writeFile(folder.partOf('tiny'), LLAMA)
    await truncate(folder.partOf('tiny'), 400_000)
    const damaged = await readFile(folder.partOf('tiny'))
    damaged[300_000] = (damaged[300_000] ?? 0) ^ 1
    await writeFile(folder.partOf('tiny'), damaged)
    await writeFile(
      folder.resumeOf('tiny'),
      JSON.stringify({ url: `${server.url}/tiny.gguf`, validator: '"x"' }),
    )
    await expect(install({ from: url.href, sha256: SHA256 })).rejects.toMatchObject({
      message: /not the one that was meant/,
    })
    expect(await folder.unfinished()).toEqual([])
  })

  it('ends with what to do when the server refuses or never answers', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(request.url === '/gated.gguf' ? 401 : 503).end()
    })
    await expect(install({ from: `${server.url}/gated.gguf` })).rejects.toMatchObject({ message: /by hand/ })
    await expect(install({ from: `${server.url}/down.gguf` })).rejects.toMatchObject({
      code: 'upstream_failed',
      message: /status 503.*run the same command again/,
    })
    await expect(
      downloadPart({
        ...{ url: new URL('https://127.0.0.1:1/x'), part: folder.partOf('x'), resume: folder.resumeOf('x') },
        ...{
          signal: new AbortController().signal,
          onBytes: () => {},
          onHost: () => {},
          onLength: async () => {},
        },
        timing: { now: () => 0, wait: async () => {} },
      }),
    ).rejects.toMatchObject({ code: 'upstream_failed', message: /cannot be reached/ })
  })
})

describe('a GGUF header', () => {
  it('is read from hostile bytes without harm', () => {
    const whole = LLAMA.subarray(0, 30_000)
    expect(parseGgufHeader(whole)).toMatchObject({
      architecture: 'llama',
      layers: 2,
      hasChatTemplate: true,
      parts: 1,
    })
    for (let at = 0; at < whole.length; at += 41) {
      const damaged = Buffer.from(whole)
      damaged[at] = 255
      try {
        expect(parseGgufHeader(damaged).architecture).toBeTypeOf('string')
      } catch (thrown) {
        expect(thrown).toMatchObject({ name: expect.stringMatching(/^(?:HeaderCut|NotGguf)Error$/) })
      }
    }
  })

  it('that is one of several parts is not taken for a model', async () => {
    await writeFile(
      join(dir, 'part.gguf'),
      writeGguf({ 'general.architecture': 'grok', 'split.count': { u32: 9 } }, []),
    )
    await expect(readGguf(join(dir, 'part.gguf'))).rejects.toMatchObject({ message: /one of 9 parts/ })
  })
})

async function install(wanted: Partial<Installation> & Pick<Installation, 'from'>) {
  return await installModel(folder, {
    ...{ name: null, sha256: null, anySize: false, now: () => 0, signal: new AbortController().signal },
    ...{ onBytes: () => {}, onHost: () => {}, timing: { now: () => 0, wait: async () => {} } },
    ...wanted,
  })
}

type Sent = { readonly from: number; readonly to: number; readonly tag?: string }

/** Promises the rest of the file and sends it up to a point. */
function send(response: ServerResponse, file: Buffer, { from, to, tag = '"x"' }: Sent): void {
  response.writeHead(from === 0 ? 200 : 206, {
    'content-length': file.length - from,
    etag: tag,
    ...(from > 0 && { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }),
  })
  if (to >= file.length) response.end(file.subarray(from))
  else response.write(file.subarray(from, to), () => response.destroy())
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
