import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serveWebApp } from './static-files.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verity-static-'))
  const webDir = join(folder, 'dist')
  mkdirSync(join(webDir, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'dist-of-others'))
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'dist-of-others', 'secret.txt'), 'secret')
  writeFileSync(join(webDir, 'index.html'), '<title>Verity</title>')
  writeFileSync(join(webDir, 'ledger.sqlite'), 'secret')
  writeFileSync(join(webDir, 'assets', 'app-1a2b.js'), 'run()')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the web app', () => {
  it('serves its files, those with a hash in their name for good', async () => {
    const response = await get('/assets/app-1a2b.js')
    expect(await response.text()).toBe('run()')
    expect(response.headers.get('content-type')).toContain('text/javascript')
    expect(response.headers.get('content-length')).toBe('5')
    expect(response.headers.get('cache-control')).toContain('immutable')
  })

  it.each(['/', '/chats/some-id', '/assets'])(
    'answers %s with its page, which is asked for again each time',
    async (path) => {
      const response = await get(path)
      expect(await response.text()).toBe('<title>Verity</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
    },
  )

  it('answers HEAD with the head alone', async () => {
    const response = await get('/assets/app-1a2b.js', 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('content-length')).toBe('5')
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%2fdist-of-others%2fsecret.txt',
    '/%00/secret.txt',
    '/%zz.txt',
    '/ledger.sqlite',
    '/assets/missing.js',
  ])('has nothing at %s', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret')
  })

  it('answers nothing but reading', async () => {
    expect((await get('/', 'POST')).status).toBe(404)
  })
})

async function get(path: string, method = 'GET'): Promise<Response> {
  const app = new Hono().use(serveWebApp(join(folder, 'dist')))
  return await app.request(`http://localhost${path}`, { method })
}
