import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { urlForThisMachine } from './serve.ts'
import { findServer, newSecret, readServerLock, removeServerLock, writeServerLock } from './server-lock.ts'

const LOCK = { pid: process.pid, url: 'http://127.0.0.1:4242', secret: 'secret' }
/** Linux numbers processes up to 2^22. */
const NO_PID = 2 ** 22 + 1
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the lock of a data directory', () => {
  it('is readable by its owner alone, also where it replaces one that was not', async () => {
    writeFileSync(join(folder, 'server.lock'), '{}', { mode: 0o644 })
    await writeServerLock(folder, LOCK)
    expect(statSync(join(folder, 'server.lock')).mode & 0o777).toBe(0o600)
    expect(readServerLock(folder)).toEqual(LOCK)
  })

  it('is removed by the process that wrote it, not by another', async () => {
    await writeServerLock(folder, LOCK)
    await removeServerLock(folder, process.pid + 1)
    expect(readServerLock(folder)).toEqual(LOCK)
    await removeServerLock(folder, process.pid)
    expect(readServerLock(folder)).toBeNull()
  })

  it.each(['', 'half a li', '{"pid":"x"}', '{"pid":1,"url":"nowhere","secret":"s"}'])(
    'that reads %j counts as none',
    (text) => {
      writeFileSync(join(folder, 'server.lock'), text)
      expect(readServerLock(folder)).toBeNull()
    },
  )
})

describe('the server of a data directory', () => {
  it('is found when it knows the secret', async () => {
    await writeServerLock(folder, LOCK)
    expect(await findServer(folder, answering(200))).toEqual(LOCK)
  })

  it('is nobody when another program has its port by now', async () => {
    await writeServerLock(folder, LOCK)
    expect(await findServer(folder, answering(404))).toBeNull()
  })

  it('is nobody when its process is gone', async () => {
    await writeServerLock(folder, { ...LOCK, pid: NO_PID })
    expect(await findServer(folder, answering(200))).toBeNull()
  })

  it("is nobody when its process number is somebody else's by now and nothing listens", async () => {
    await writeServerLock(folder, { ...LOCK, pid: 1 })
    expect(await findServer(folder, failing('TypeError'))).toBeNull()
  })

  it('is busy when it lives and does not answer', async () => {
    await writeServerLock(folder, LOCK)
    await expect(findServer(folder, failing('TimeoutError'))).rejects.toMatchObject({ code: 'store_busy' })
  })
})

it.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['localhost', 'http://localhost:80'],
  ['::1', 'http://[::1]:80'],
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://127.0.0.1:80'],
  ['192.0.2.7', 'http://192.0.2.7:80'],
])('commands on this machine reach a server on %s at %s', (host, url) => {
  expect(urlForThisMachine(host, 80)).toBe(url)
})

it('every secret is another one', () => {
  expect(newSecret()).not.toBe(newSecret())
})

function answering(status: number): typeof fetch {
  return async () => new Response(null, { status })
}

function failing(name: string): typeof fetch {
  return async () => {
    throw Object.assign(new Error('no'), { name })
  }
}
