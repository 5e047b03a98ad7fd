import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordResult } from '../evals/record-result.ts'

const ROOT = join(import.meta.dirname, '..')
const STARTS = 5
const GIVE_UP_MS = 60_000
/** Memory is read when start-up work has settled. */
const SETTLE_MS = 15_000

/**
 * From `npm start` to a served page, and the memory of all processes together (npm's own included) with an
 * empty archive. Linux only: memory is read from /proc. The first start warms the compile cache and is not counted.
 */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'verity-start-'))
  const timesMs: number[] = []
  let idleBytes = 0
  try {
    for (let start = 0; start <= STARTS; start++) {
      const port = await freePort()
      const startedAt = performance.now()
      const npm = startVerity(port, dataDir)
      await servedPage(port)
      if (start > 0) timesMs.push(performance.now() - startedAt)
      if (start === STARTS) {
        await sleep(SETTLE_MS)
        idleBytes = residentBytes(npm.pid ?? 0)
      }
      await stop(npm)
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
  timesMs.sort((a, b) => a - b)
  const medianMs = timesMs[Math.floor(timesMs.length / 2)] ?? Number.NaN
  recordResult('start', {
    results: { timesMs, medianMs, idleBytes },
    bars: [
      { name: 'later start to a served page', value: medianMs / 1_000, unit: 's', atMost: 2 },
      { name: 'idle server, all processes', value: idleBytes / 1e6, unit: 'MB', atMost: 450 },
    ],
  })
}

function startVerity(port: number, dataDir: string): ChildProcess {
  const env = {
    ...process.env,
    PORT: String(port),
    VERITY_DATA: dataDir,
    VERITY_LIVE: 'off',
    VERITY_LOG: 'warn',
  }
  return spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'], detached: true })
}

async function servedPage(port: number): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS
  while (performance.now() < giveUpAt) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/`)
      if (response.ok && (await response.text()).includes('<html')) return
    } catch {
      await sleep(20)
    }
  }
  throw new Error(`no page was served within ${GIVE_UP_MS / 1_000} s`)
}

async function stop(npm: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => npm.once('exit', resolve))
  if (npm.pid !== undefined) process.kill(-npm.pid, 'SIGTERM')
  await ended
}

/** Resident memory of a process and everything below it. */
function residentBytes(pid: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)))
  const wanted = new Set([pid])
  for (let grown = true; grown; ) {
    grown = false
    for (const { pid: child, parent } of processes) {
      if (!wanted.has(parent) || wanted.has(child)) continue
      wanted.add(child)
      grown = true
    }
  }
  return processes.filter((found) => wanted.has(found.pid)).reduce((sum, found) => sum + found.bytes, 0)
}

function readProcess(pid: number): { pid: number; parent: number; bytes: number }[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0)
    return [{ pid, parent: field('PPid'), bytes: field('VmRSS') * 1_024 }]
  } catch {
    return []
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
