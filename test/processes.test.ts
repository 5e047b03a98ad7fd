import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Real processes on a real data directory: the server, commands beside it, and a server that is killed. */
const MAIN = join(import.meta.dirname, '../src/app/main.ts')
const POSTS = 60

let dataDir: string
let server: ChildProcess

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'verity-processes-'))
  writeFileSync(join(dataDir, 'posts.ndjson.gz'), gzipSync(postLines()))
  server = await startServer()
})

afterAll(async () => {
  if (server.exitCode === null && server.signalCode === null) await killed(server, 'SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

describe('while the server runs, a command', () => {
  it('imports through it', async () => {
    const { code, json } = await verity(['import', join(dataDir, 'posts.ndjson.gz'), '--json'])
    expect(code).toBe(0)
    expect(json).toMatchObject({ read: POSTS, stored: POSTS, duplicates: 0, parked: 0, reasons: {} })
  })

  it('finds what was imported', async () => {
    const { json } = await verity(['search', 'lighthouse keeper', '--json', '--limit', '5'])
    expect((json as { results: unknown[] }).results.length).toBeGreaterThan(0)
  })

  it('answers with citations that cut their quotes out of the stored text', async () => {
    const { json } = await verity(['ask', 'What happened at the Orrick lighthouse?', '--json'])
    const answer = json as {
      abstained: boolean
      citations: { id: string; quote: string; start: number; end: number }[]
    }
    expect(answer.abstained).toBe(false)
    const texts = new Map(
      postLines()
        .trim()
        .split('\n')
        .map((line) => [JSON.parse(line).id, JSON.parse(line).text]),
    )
    for (const { id, quote, start, end } of answer.citations)
      expect(texts.get(id).slice(start, end)).toBe(quote)
  })

  it('exports every post as it was imported', async () => {
    const { code, stdout } = await verity(['export'])
    expect(code).toBe(0)
    const exported = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(exported).toHaveLength(POSTS)
    expect(exported[0]).toMatchObject({
      id: 'p:0',
      author: 'author-0',
      created_at: '2026-05-01T08:00:00.000Z',
    })
  })

  it('runs batch tasks, where an item that fails does not stop the run', async () => {
    const lines = [
      '{"id":1,"query":"lighthouse","limit":3}',
      '{"id":2}',
      'nonsense',
      '{"id":4,"query":"fog"}',
    ]
    const { code, stdout } = await verity(['batch', 'search', '--in', '-', '--out', '-'], lines.join('\n'))
    expect(code).toBe(0)
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(results.map(({ id }) => id)).toEqual([1, 2, null, 4])
    expect(results[0].results).toHaveLength(3)
    expect(results[1].error).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('query'),
    })
    expect(results[2].error.code).toBe('invalid_input')
  })

  it('says that the server runs and everything works', async () => {
    const { json } = await verity(['doctor', '--json'])
    const { findings } = json as { findings: { area: string; state: string; detail: string }[] }
    expect(findings.find(({ area }) => area === 'server')).toMatchObject({ state: 'works' })
    expect(findings.find(({ area }) => area === 'archive')?.detail).toContain('through the running server')
  })

  it('cannot start a second server on the same data, and is told where the first one is', async () => {
    const { code, stderr } = await verity(['start', '--port', '0'])
    expect(code).toBe(1)
    expect(stderr).toContain('already runs')
    expect(stderr).toContain('http://127.0.0.1:')
  })
})

describe('after kill -9 of the server', () => {
  it('everything acknowledged is there, and commands open the directory themselves', async () => {
    await killed(server, 'SIGKILL')
    expect(existsSync(join(dataDir, 'server.lock'))).toBe(true)
    const { json } = await verity(['import', join(dataDir, 'posts.ndjson.gz'), '--json'])
    expect(json).toMatchObject({ read: POSTS, stored: 0, duplicates: POSTS })
  })

  it('the next server starts, and stops in order when asked', async () => {
    server = await startServer()
    await killed(server, 'SIGTERM')
    expect(server.exitCode).toBe(0)
    expect(existsSync(join(dataDir, 'server.lock'))).toBe(false)
  })
})

const STATEMENTS = [
  'The lamp of the Orrick lighthouse was torn off by the storm last night.',
  'Storm at Orrick: the lighthouse has lost its lamp, says the coast guard.',
  'Just walked past Orrick. No light, the storm broke the lighthouse lamp.',
  'The lighthouse keeper at Orrick is safe, the storm only took the lamp.',
  'Coast guard: Orrick lighthouse keeper unhurt after the storm.',
]

function postLines(): string {
  return Array.from({ length: POSTS }, (_, n) => {
    const text = STATEMENTS[n] ?? `Fog again, tea again. Day ${n}.`
    const created_at = new Date(Date.UTC(2026, 4, 1, 8, n)).toISOString()
    return `${JSON.stringify({ id: `p:${n}`, author: `author-${n}`, text, created_at })}\n`
  }).join('')
}

async function startServer(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, 'start', '--port', '0'], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString()
      if (log.includes('Verity is ready')) resolve()
    })
    child.once('exit', () => reject(new Error(`the server ended: ${log}`)))
  })
  const lock = JSON.parse(readFileSync(join(dataDir, 'server.lock'), 'utf8'))
  expect(lock.pid).toBe(child.pid)
  return child
}

async function killed(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exited
}

async function verity(argv: readonly string[], input = '') {
  const child = spawn(process.execPath, [MAIN, ...argv], { env: environment(), stdio: 'pipe' })
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const json: unknown = argv.includes('--json') && stdout.startsWith('{') ? JSON.parse(stdout) : null
  return { code, stdout, stderr, json }
}

function environment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: dataDir,
    VERITY_DATA: dataDir,
    VERITY_LIVE: 'off',
    VERITY_LOG: 'info',
  }
}
