import { describe, expect, it } from 'vitest'
import { type Address, guardRequest, isAtThisComputer } from './guard-request.ts'

const LOOPBACK: Address = { isLoopback: true, publicUrl: null }
const NETWORK: Address = { isLoopback: false, publicUrl: null }
const PROXIED: Address = { isLoopback: true, publicUrl: 'https://verity.example' }

function ask(headers: Record<string, string>, method = 'GET'): Request {
  return new Request('http://ignored.invalid/api/chats', {
    method,
    headers: { host: 'localhost:4242', ...headers },
  })
}

function passes(request: Request, address: Address): boolean {
  try {
    guardRequest(request, address)
    return true
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'forbidden' })
    return false
  }
}

describe('a server on loopback', () => {
  it.each([
    'localhost:4242',
    'LOCALHOST',
    'verity.localhost:4242',
    '127.0.0.1:4242',
    '127.9.9.9',
    '[::1]:4242',
    'localhost.:4242',
  ])('answers under the loopback name %s', (host) => {
    expect(passes(ask({ host }), LOOPBACK)).toBe(true)
    expect(isAtThisComputer(ask({ host }), LOOPBACK)).toBe(true)
  })

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:4242',
    '192.168.1.5',
    '0.0.0.0',
    '[::2]',
    '',
  ])('refuses the foreign name %j, as DNS rebinding would use it', (host) => {
    expect(passes(ask({ host }), LOOPBACK)).toBe(false)
    expect(isAtThisComputer(ask({ host }), LOOPBACK)).toBe(false)
  })

  it('answers programs that are not browsers', () => {
    expect(passes(ask({}, 'POST'), LOOPBACK)).toBe(true)
  })

  it('answers its own pages', () => {
    const own = { origin: 'http://localhost:4242', 'sec-fetch-site': 'same-origin' }
    expect(passes(ask(own, 'POST'), LOOPBACK)).toBe(true)
    expect(passes(ask({ 'sec-fetch-site': 'none' }), LOOPBACK)).toBe(true)
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this computer', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }],
    ['another site in an old browser', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a name that only looks alike', { origin: 'http://localhost:4242.evil.example' }],
  ])('refuses changes asked for by %s', (_name, headers: Record<string, string>) => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'])
      expect(passes(ask(headers, method), LOOPBACK)).toBe(false)
  })

  it('lets another site link to it, but not fetch from it or frame it', () => {
    const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(passes(ask({ ...navigation, 'sec-fetch-dest': 'document' }), LOOPBACK)).toBe(true)
    expect(passes(ask({ ...navigation, 'sec-fetch-dest': 'iframe' }), LOOPBACK)).toBe(false)
    expect(passes(ask({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }), LOOPBACK)).toBe(false)
  })

  it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host'])(
    'takes nobody for its owner who came through a proxy that sends %s',
    (name) => {
      expect(isAtThisComputer(ask({ [name]: '127.0.0.1' }), LOOPBACK)).toBe(false)
    },
  )

  it('notices a proxy that sends nothing of its own by the page that asks', () => {
    const page = { 'sec-fetch-site': 'same-origin', referer: 'https://verity.example/chats' }
    expect(isAtThisComputer(ask(page), LOOPBACK)).toBe(false)
    const own = { 'sec-fetch-site': 'same-origin', referer: 'http://localhost:4242/chats' }
    expect(isAtThisComputer(ask(own), LOOPBACK)).toBe(true)
  })
})

describe('a server with a public address', () => {
  it('answers under it, and changes what its own pages ask for', () => {
    const own = { host: 'verity.example', origin: 'https://verity.example', 'sec-fetch-site': 'same-origin' }
    expect(passes(ask(own, 'POST'), PROXIED)).toBe(true)
    expect(passes(ask({ ...own, host: 'localhost:4242' }, 'POST'), PROXIED)).toBe(true)
  })

  it('takes nobody for its owner without signing in, even on loopback', () => {
    expect(isAtThisComputer(ask({}), PROXIED)).toBe(false)
  })
})

describe('a server on the network', () => {
  it('answers under any name and takes nobody for its owner without signing in', () => {
    expect(passes(ask({ host: '192.168.1.5:4242' }), NETWORK)).toBe(true)
    expect(isAtThisComputer(ask({}), NETWORK)).toBe(false)
  })

  it('refuses changes asked for by other sites', () => {
    const foreign = { host: '192.168.1.5:4242', origin: 'https://evil.example' }
    expect(passes(ask(foreign, 'POST'), NETWORK)).toBe(false)
    expect(passes(ask({ ...foreign, origin: 'http://192.168.1.5:4242' }, 'POST'), NETWORK)).toBe(true)
  })
})
