import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FetchRequest, makeFetchOnce } from '../src/lib/safe-fetch/fetch-once.ts'
import { followRedirects } from '../src/lib/safe-fetch/follow-redirects.ts'
import { FakeTiming } from './support/fake-timing.ts'
import { cut, drip, FeedServer, hang, loopback, loopbackOnly, redirect } from './support/feed-server.ts'
import { until } from './support/until.ts'

let server: FeedServer
let timing: FakeTiming

beforeEach(async () => {
  server = await FeedServer.start()
  timing = new FakeTiming()
})

afterEach(() => server[Symbol.asyncDispose]())

const LIMITS = { headersMs: 10_000, totalMs: 30_000, bytesMax: 10_000 }

function fetch(url: string, request: Partial<FetchRequest> = {}, names: Record<string, string[]> = {}) {
  const fetchOnce = makeFetchOnce({ policy: loopbackOnly, resolve: loopback(names), timing })
  const signal = new AbortController().signal
  return followRedirects({ url, headers: {}, limits: LIMITS, signal, ...request }, fetchOnce)
}

test('a page arrives with its headers and its address after redirects', async () => {
  server.set('/old', redirect('/new#part', 302)).set('/new', { body: 'hello', headers: { etag: '"1"' } })
  const response = await fetch(server.url('/old'))
  expect(response).toMatchObject({
    kind: 'response',
    status: 200,
    url: server.url('/new#part'),
    movedTo: null,
  })
  expect(response.kind === 'response' && response.body.toString()).toBe('hello')
  expect(response.kind === 'response' && response.headers['etag']).toBe('"1"')
})

test('without an injected policy this machine and private networks are out of reach', async () => {
  const fetchOnce = makeFetchOnce({ timing })
  const signal = new AbortController().signal
  const addresses = [
    `http://127.0.0.1:${server.port}/`,
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0/',
  ]
  for (const url of addresses) {
    expect(await fetchOnce({ url, headers: {}, limits: LIMITS, signal }), url).toMatchObject({
      reason: 'forbidden_address',
    })
  }
  expect(server.requests).toEqual([])
})

test('a name that stands for a private address is refused, also where another address is public', async () => {
  const fetchOnce = makeFetchOnce({
    timing,
    resolve: loopback({ 'evil.example': ['93.184.216.34', '192.168.1.1'] }),
  })
  const signal = new AbortController().signal
  for (const url of ['http://evil.example/', 'http://other.example/'])
    expect(await fetchOnce({ url, headers: {}, limits: LIMITS, signal })).toMatchObject({
      reason: 'forbidden_address',
    })
})

test('a redirect to a private address is not followed', async () => {
  server
    .set('/a', redirect('http://192.168.0.1/admin'))
    .set('/b', redirect(`http://inside.example:${server.port}/`))
  expect(await fetch(server.url('/a'))).toMatchObject({ reason: 'forbidden_address' })
  const rebound = await fetch(server.url('/b'), {}, { 'inside.example': ['10.0.0.7'] })
  expect(rebound).toMatchObject({ reason: 'forbidden_address' })
  expect(server.paths).toEqual(['/a', '/b'])
})

test('a name that changes its address between two looks gains nothing', async () => {
  let looks = 0
  const fetchOnce = makeFetchOnce({
    timing,
    policy: loopbackOnly,
    resolve: (hostname, options, callback) => {
      looks += 1
      loopback(looks === 1 ? {} : { [hostname]: ['10.0.0.1'] })(hostname, options, callback)
    },
  })
  server.set('/', { body: 'first' })
  const request = { url: server.url('/'), headers: {}, limits: LIMITS, signal: new AbortController().signal }
  expect(await fetchOnce(request)).toMatchObject({ kind: 'response', status: 200 })
  expect(await fetchOnce(request)).toMatchObject({ reason: 'forbidden_address' })
  expect(looks).toBe(2)
})

test('only plain web addresses are fetched', async () => {
  const urls = [
    'file:///etc/passwd',
    'ftp://news.example/',
    'gopher://news.example/',
    'http://user:pw@news.example/',
    'nonsense',
    'http:///',
  ]
  for (const url of urls) expect(await fetch(url), url).toMatchObject({ reason: 'bad_address' })
  server.set('/', redirect('file:///etc/passwd'))
  expect(await fetch(server.url('/'))).toMatchObject({ reason: 'bad_address' })
})

test('ports that are not of the web are refused', async () => {
  const fetchOnce = makeFetchOnce({ timing })
  const request = {
    url: 'http://93.184.216.34:22/',
    headers: {},
    limits: LIMITS,
    signal: new AbortController().signal,
  }
  expect(await fetchOnce(request)).toMatchObject({
    reason: 'forbidden_address',
    detail: expect.stringMatching(/port 22/),
  })
})

test('circles and long chains of redirects end', async () => {
  server.set('/a', redirect('/b')).set('/b', redirect('/a'))
  for (let n = 0; n < 20; n += 1) server.set(`/${n}`, redirect(`/${n + 1}`))
  expect(await fetch(server.url('/a'))).toMatchObject({ reason: 'redirect_loop' })
  expect(await fetch(server.url('/0'))).toMatchObject({ reason: 'too_many_redirects' })
  expect(server.requests.length).toBeLessThan(12)
})

test('only permanent redirects say where a page moved', async () => {
  server
    .set('/a', redirect('/b', 301))
    .set('/b', redirect('/c', 308))
    .set('/c', redirect('/d', 302))
    .set('/d', { body: 'x' })
  expect(await fetch(server.url('/a'))).toMatchObject({ url: server.url('/d'), movedTo: server.url('/c') })
})

test('a compression bomb costs no more than the limit', async () => {
  const zeros = Buffer.alloc(50_000_000)
  const bomb = gzipSync(gzipSync(zeros))
  server.set('/bomb', { body: bomb, headers: { 'content-encoding': 'gzip, gzip' } })
  server.set('/brotli', {
    body: brotliCompressSync(zeros.subarray(0, 5_000_000)),
    headers: { 'content-encoding': 'br' },
  })
  server.set('/three', { body: gzipSync(bomb), headers: { 'content-encoding': 'gzip, gzip, gzip' } })
  expect(await fetch(server.url('/bomb'))).toMatchObject({ reason: 'too_large' })
  expect(await fetch(server.url('/brotli'))).toMatchObject({ reason: 'too_large' })
  expect(await fetch(server.url('/three'))).toMatchObject({ reason: 'bad_encoding' })
})

test('a compressed body is decompressed; one that is broken or cut is told apart', async () => {
  const whole = gzipSync('hello '.repeat(100))
  server.set('/whole', { body: whole, headers: { 'content-encoding': 'gzip' } })
  server.set('/short', {
    body: whole.subarray(0, whole.length - 10),
    headers: { 'content-encoding': 'gzip' },
  })
  server.set('/lie', { body: 'plain text', headers: { 'content-encoding': 'gzip' } })
  server.set('/odd', { body: 'x', headers: { 'content-encoding': 'compress' } })
  const response = await fetch(server.url('/whole'))
  expect(response.kind === 'response' && response.body.toString()).toMatch(/^hello hello/)
  expect(await fetch(server.url('/short'))).toMatchObject({ reason: 'cut' })
  expect(await fetch(server.url('/lie'))).toMatchObject({ reason: 'bad_encoding' })
  expect(await fetch(server.url('/odd'))).toMatchObject({ reason: 'bad_encoding' })
})

test('a body beyond the limit is left, whether announced or not', async () => {
  server.set('/announced', { body: 'x'.repeat(20_000), headers: { 'content-length': '20000' } })
  server.set('/endless', (_request, response) => {
    response.writeHead(200)
    const more = () => {
      while (response.write('y'.repeat(1_000)) && !response.destroyed);
    }
    response.on('drain', more)
    more()
  })
  expect(await fetch(server.url('/announced'))).toMatchObject({ reason: 'too_large' })
  expect(await fetch(server.url('/endless'))).toMatchObject({ reason: 'too_large' })
})

test('a body that ends early is not taken for the whole', async () => {
  server.set('/', cut('half of it'))
  expect(await fetch(server.url('/'))).toMatchObject({ reason: 'cut' })
})

test('a server that never answers, or never ends, is left', async () => {
  server.set('/hang', hang).set('/drip', drip('beginning'))
  const silent = fetch(server.url('/hang'))
  await until(() => server.requests.length === 1)
  timing.advance(10_000)
  expect(await silent).toMatchObject({ reason: 'timeout', detail: 'did not answer within 10 seconds' })
  const slow = fetch(server.url('/drip'))
  await until(() => server.requests.length === 2)
  // The headers are on their way; only the limit of the whole ends it.
  await new Promise((resolve) => setTimeout(resolve, 20))
  timing.advance(30_000)
  expect(await slow).toMatchObject({ reason: 'timeout' })
})

test('what is not wanted by its type is not read', async () => {
  server.set('/', drip('endless', 'video/mp4'))
  const acceptsType = (type: string | null) => type === 'text/html'
  expect(await fetch(server.url('/'), { acceptsType })).toMatchObject({
    reason: 'wrong_type',
    detail: 'sent video/mp4',
  })
})

test('stopping ends a request at any moment', async () => {
  server.set('/hang', hang).set('/drip', drip('beginning'))
  for (const [count, path] of [
    [1, '/hang'],
    [2, '/drip'],
  ] as const) {
    const stop = new AbortController()
    const running = fetch(server.url(path), { signal: stop.signal })
    await until(() => server.requests.length === count)
    stop.abort()
    expect(await running).toMatchObject({ reason: 'cancelled' })
  }
  const aborted = AbortSignal.abort()
  expect(await fetch(server.url('/'), { signal: aborted })).toMatchObject({ reason: 'cancelled' })
})

test('no connection and no HTTP are outcomes', async () => {
  const port = server.port
  const other = await FeedServer.start()
  const url = other.url('/')
  await other[Symbol.asyncDispose]()
  expect(await fetch(url)).toMatchObject({
    reason: 'unreachable',
    detail: expect.stringMatching(/ECONNREFUSED/),
  })
  server.set('/', (_request, response) => void response.socket?.end('SSH-2.0-OpenSSH\r\n\r\n'))
  expect(await fetch(server.url('/'))).toMatchObject({ reason: 'bad_response' })
  server.set('/reset', (_request, response) => void response.destroy())
  expect(await fetch(`http://news.example:${port}/reset`)).toMatchObject({ reason: 'unreachable' })
  server.set('/big', { headers: { 'x-big': 'h'.repeat(40_000) } })
  expect(await fetch(server.url('/big'))).toMatchObject({ reason: 'bad_response' })
  server.set('/nowhere', { status: 301 })
  expect(await fetch(server.url('/nowhere'))).toMatchObject({ reason: 'bad_response' })
})
