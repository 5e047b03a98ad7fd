import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { recordResult } from '../evals/record-result.ts'

const ROOT = join(import.meta.dirname, '..')
const STREAMS = 1_000
const PER_SECOND = 30
const TOKENS = 240
/** One stream at a time, for what we add to each token. */
const SINGLE = { streams: 40, tokens: 60, perSecond: 200 }
/** Streams begin one after the other over this time, as people do. */
const RAMP_MS = 3_000
const MODEL = 'bench-model'
/** Sent as clients send it. Upstream passes it over. */
let key = ''
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })

type Stream = { readonly firstMs: number; readonly delaysMs: number[]; readonly isWhole: boolean }

/**
 * What `/v1/chat/completions` adds to an upstream model's own stream, a thousand streams at once, and from the start of the
 * server to its first answer. Upstream and server have a process each; this one is every client. Linux only.
 */
export async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'verity-bench-api-'))
  const started: ChildProcess[] = []
  try {
    key = makeKey(dataDir)
    const single = await startUpstream(SINGLE.tokens, SINGLE.perSecond, started)
    const startMs = await measureStart(single, dataDir, started)
    const server = started.at(-1)
    const direct = await oneByOne(single, SINGLE.streams)
    const through = await oneByOne(startMs.port, SINGLE.streams)
    await end(server)
    const many = await startUpstream(TOKENS, PER_SECOND, started)
    const busy = await measureStart(many, dataDir, started)
    const pid = started.at(-1)?.pid ?? 0
    const cpuBefore = cpuMs(pid)
    const crowd = await together(busy.port)
    const cpuMsPerToken = (cpuMs(pid) - cpuBefore) / (STREAMS * TOKENS)
    const startsMs = [startMs.ms, busy.ms]
    record({ startsMs, direct, through, crowd, cpuMsPerToken, peakBytes: peakMemory(pid) })
  } finally {
    for (const child of started) child.kill('SIGKILL')
    agent.destroy()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Measured = {
  readonly startsMs: readonly number[]
  readonly direct: readonly Stream[]
  readonly through: readonly Stream[]
  readonly crowd: readonly Stream[]
  /** Of the server, which a busy machine does not change. */
  readonly cpuMsPerToken: number
  readonly peakBytes: number
}

function record({ startsMs, direct, through, crowd, cpuMsPerToken, peakBytes }: Measured): void {
  const first = (streams: readonly Stream[]) => p95(streams.map(({ firstMs }) => firstMs))
  // The first token carries the time to connect; it has a bar of its own.
  const token = (streams: readonly Stream[]) => p95(streams.flatMap(({ delaysMs }) => delaysMs.slice(1)))
  const errors = crowd.filter(({ isWhole }) => !isWhole).length
  const delayMs = p95(crowd.flatMap(({ delaysMs }) => delaysMs))
  recordResult('api', {
    results: {
      firstTokenMs: { direct: first(direct), through: first(through) },
      tokenDelayMs: { direct: token(direct), through: token(through) },
      crowd: { streams: crowd.length, errors, delayP95Ms: delayMs },
      ...{ cpuMsPerToken, peakBytes, startsMs, loadAverage: loadavg() },
    },
    bars: [
      {
        name: 'first token, added to upstream, p95',
        value: first(through) - first(direct),
        unit: 'ms',
        atMost: 15,
      },
      {
        name: 'each token, added to upstream, p95',
        value: token(through) - token(direct),
        unit: 'ms',
        atMost: 0.2,
      },
      { name: `errors in ${STREAMS} streams at once`, value: errors, unit: '', atMost: 0 },
      { name: `delay of a token in ${STREAMS} streams, p95`, value: delayMs, unit: 'ms', atMost: 100 },
      { name: 'peak memory of the server', value: peakBytes / 1e6, unit: 'MB', atMost: 1_000 },
      {
        name: 'server start to first API answer, the better of two',
        value: Math.min(...startsMs) / 1_000,
        unit: 's',
        atMost: 2,
      },
    ],
  })
}

function makeKey(dataDir: string): string {
  const args = [
    '--disable-warning=ExperimentalWarning',
    'src/app/main.ts',
    'keys',
    'create',
    '--data',
    dataDir,
  ]
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim()
}

async function startUpstream(tokens: number, perSecond: number, started: ChildProcess[]): Promise<number> {
  const child = fork(join(import.meta.dirname, 'api-upstream.ts'), [String(tokens), String(perSecond)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  started.push(child)
  const [port] = (await once(child, 'message')) as [number]
  return port
}

/** Starts the server and waits for its first answer over the API, by the embedded engine. */
async function measureStart(
  upstream: number,
  dataDir: string,
  started: ChildProcess[],
): Promise<{ readonly port: number; readonly ms: number }> {
  const startedAt = performance.now()
  const args = ['--disable-warning=ExperimentalWarning', 'src/app/main.ts', 'start', '--port', '0']
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...{ PATH: process.env['PATH'], HOME: dataDir, VERITY_DATA: dataDir, VERITY_LIVE: 'off' },
      ...{ VERITY_MODEL: MODEL, VERITY_MODEL_URL: `http://127.0.0.1:${upstream}/v1` },
    },
  })
  started.push(child)
  let log = ''
  for await (const chunk of child.stderr) {
    log += String(chunk)
    const port = /"url":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(log)?.[1]
    if (port === undefined) continue
    child.stderr.resume()
    const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({
        model: 'verity-embedded',
        messages: [{ role: 'user', content: 'What happened?' }],
      }),
    })
    if (!answer.ok) throw new Error(`The first answer failed: ${await answer.text()}`)
    await answer.text()
    return { port: Number(port), ms: performance.now() - startedAt }
  }
  throw new Error(`The server ended: ${log}`)
}

async function end(child: ChildProcess | undefined): Promise<void> {
  const ended = child === undefined ? Promise.resolve() : once(child, 'exit')
  child?.kill('SIGTERM')
  await ended
}

/** The first few warm the way and are not counted. */
async function oneByOne(port: number, count: number): Promise<Stream[]> {
  const streams: Stream[] = []
  const warming = 5
  for (let n = 0; n < count + warming; n += 1) streams.push(await readStream(port))
  return streams.slice(warming)
}

async function together(port: number): Promise<Stream[]> {
  const begin = async (n: number) => {
    await new Promise((resolve) => setTimeout(resolve, (n / STREAMS) * RAMP_MS))
    return await readStream(port).catch((): Stream => ({ firstMs: 0, delaysMs: [], isWhole: false }))
  }
  return await Promise.all(Array.from({ length: STREAMS }, (_, n) => begin(n)))
}

function readStream(port: number): Promise<Stream> {
  const body = JSON.stringify({ model: MODEL, stream: true, messages: [{ role: 'user', content: 'go' }] })
  const { promise, resolve, reject } = Promise.withResolvers<Stream>()
  const sentAt = performance.now()
  const sent = request(
    {
      host: '127.0.0.1',
      port,
      path: '/v1/chat/completions',
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    },
    (response) => {
      const delaysMs: number[] = []
      let firstMs = 0
      let isWhole = false
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const now = process.hrtime.bigint()
        const text = rest + chunk
        rest = text.slice(text.lastIndexOf('\n') + 1)
        isWhole ||= text.includes('[DONE]')
        for (const [, at] of text.slice(0, text.length - rest.length).matchAll(/"content":"(\d+) "/g)) {
          if (delaysMs.length === 0) firstMs = performance.now() - sentAt
          delaysMs.push(Number(now - BigInt(at ?? 0)) / 1e6)
        }
      })
      response.on('end', () =>
        resolve({ firstMs, delaysMs, isWhole: isWhole && response.statusCode === 200 }),
      )
      response.on('error', reject)
    },
  )
  sent.on('error', reject)
  sent.end(body)
  return promise
}

function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN
}

/** Linux counts in ticks of 10 ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) * 1_024
}
