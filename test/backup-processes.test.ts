import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { storable } from './support/storable.ts'

/** A real server that stores and deletes while another process backs it up. */
const MAIN = join(import.meta.dirname, '../src/app/main.ts')
const BATCH = 50
/** What POSIX shells count `ulimit -f` in. */
const ULIMIT_BLOCK_BYTES = 512

let folder: string
let dataDir: string
let server: ChildProcess
let archive: Archive

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verity-backup-processes-'))
  dataDir = join(folder, 'data')
  server = await startServer()
  const { url, secret } = JSON.parse(readFileSync(join(dataDir, 'server.lock'), 'utf8'))
  archive = await openArchive({
    kind: 'server',
    url: `${url}/internal/clickhouse`,
    httpHeaders: { 'x-verity-secret': secret },
  })
})

afterAll(async () => {
  await archive.close()
  const exited = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGKILL')
  await exited
  rmSync(folder, { recursive: true, force: true })
})

it('a backup of a server at work holds what was acknowledged before, and no batch by half', async () => {
  const work = new Work(archive)
  for (let n = 0; n < 4; n++) await work.once()
  const before = { batches: work.batches, deleted: [...work.deleted] }
  const backup = verity(['backup', '--out', join(folder, 'b.tar'), '--json'], dataDir)
  let isDone = false
  backup.finally(() => {
    isDone = true
  })
  while (!isDone) await work.once()
  const made = await backup
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(work.batches).toBeGreaterThan(before.batches)

  const restored = join(folder, 'restored')
  const { posts } = JSON.parse(made.stdout)
  const back = await verity(['restore', join(folder, 'b.tar'), '--json'], restored)
  expect(JSON.parse(back.stdout)).toMatchObject({ posts, ledger: { settings: 0 } })

  const { stdout } = await verity(['export'], restored)
  const ids = new Set(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id as string),
  )
  expect(ids.size).toBe(posts)
  for (const id of before.deleted) expect(ids).not.toContain(id)
  for (let batch = 0; batch < work.batches; batch++) {
    // The first of a batch is deleted after the next one came; between the two it is there or not.
    const found = idsOf(batch)
      .slice(1)
      .filter((id) => ids.has(id)).length
    expect([0, BATCH - 1]).toContain(found)
    if (batch < before.batches) expect(found).toBe(BATCH - 1)
  }
  expect(readdirSync(dataDir).filter((name) => name.startsWith('backing-up'))).toEqual([])
})

it('Ctrl-C ends a backup with 130 and leaves no half file', async () => {
  const child = start(['backup', '--out', join(folder, 'stopped.tar')], dataDir)
  const exited = new Promise((resolve) => child.once('exit', resolve))
  await appears(dataDir, 'backing-up')
  child.kill('SIGINT')
  const code = await exited
  const left = readdirSync(folder).filter((name) => name.startsWith('stopped'))
  // It may have been quicker than the signal; then it is whole.
  expect(code === 130 ? left : [`${code}`, ...left]).toEqual(code === 130 ? [] : ['0', 'stopped.tar'])
  expect(readdirSync(dataDir).filter((name) => name.startsWith('backing-up'))).toEqual([])
})

it('a disk that is full ends a backup with words, and no half file stays', async () => {
  const { code, stderr } = await backUpWithTooLittleRoom()
  expect(stderr).toContain('no room left to write')
  expect(code).toBe(1)
  expect(readdirSync(folder).filter((name) => name.startsWith('full'))).toEqual([])
  expect(readdirSync(dataDir).filter((name) => name.startsWith('backing-up'))).toEqual([])
})

/** A tenth less room than a backup needs. The engine may merge its parts meanwhile, so that it fits all the same: then again. */
async function backUpWithTooLittleRoom() {
  for (;;) {
    const whole = join(folder, 'whole.tar')
    await verity(['backup', '--out', whole], dataDir)
    const limitBytes = statSync(whole).size * 0.9
    rmSync(whole)
    const full = join(folder, 'full.tar')
    const ended = await verity(['backup', '--out', full], dataDir, { limitBytes })
    if (ended.code !== 0) return ended
    rmSync(full)
  }
}

it('a disk that is full ends a restore with words, and the directory is as it was', async () => {
  const into = join(folder, 'full')
  const { code, stderr } = await verity(['restore', join(folder, 'b.tar')], into, { limitBytes: 8_192 })
  expect(stderr).toContain('no room left to write')
  expect(code).toBe(1)
  expect(existsSync(into)).toBe(false)
})

it('a file that is no backup ends a restore with 2 and says so', async () => {
  const { code, stderr } = await verity(['restore', MAIN], join(folder, 'never'))
  expect(code).toBe(2)
  expect(stderr).toContain('not a backup of Verity')
})

it('a restore into the directory of the server is refused', async () => {
  const { code, stderr } = await verity(['restore', '--in', join(folder, 'b.tar')], dataDir)
  expect(code).toBe(2)
  expect(stderr).toContain('not empty')
})

/** Stores a batch, then deletes the first post of the one before. */
class Work {
  readonly #archive: Archive
  readonly deleted: string[] = []
  batches = 0

  constructor(archive: Archive) {
    this.#archive = archive
  }

  async once(): Promise<void> {
    await this.#archive.insertPosts(idsOf(this.batches).map((id) => storable({ id })))
    this.batches += 1
    const [first = ''] = idsOf(this.batches - 2)
    if (this.batches < 2) return
    await this.#archive.deletePosts([first])
    this.deleted.push(first)
  }
}

function idsOf(batch: number): string[] {
  return Array.from({ length: BATCH }, (_, n) => `w:${batch}-${n}`)
}

async function appears(directory: string, prefix: string): Promise<void> {
  while (!readdirSync(directory).some((name) => name.startsWith(prefix)))
    await new Promise((resolve) => setImmediate(resolve))
}

type Limits = {
  /** No file may grow beyond it, which stands for a full disk. */
  readonly limitBytes?: number
}

function start(argv: readonly string[], data: string, { limitBytes }: Limits = {}): ChildProcess {
  const env = { PATH: process.env['PATH'], HOME: folder, VERITY_DATA: data, VERITY_LIVE: 'off' }
  const limit = limitBytes === undefined ? '' : `ulimit -f ${Math.floor(limitBytes / ULIMIT_BLOCK_BYTES)}; `
  const words = ['-c', `${limit}exec "$@"`, 'sh', process.execPath, MAIN, ...argv]
  return spawn('sh', words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function startServer(): Promise<ChildProcess> {
  const child = start(['start', '--port', '0'], dataDir)
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('Verity is ready')) resolve()
    })
    child.once('exit', () => reject(new Error(`the server ended: ${log}`)))
  })
  return child
}

async function verity(argv: readonly string[], data: string, limits: Limits = {}) {
  const child = start(argv, data, limits)
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}
