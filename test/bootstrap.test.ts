import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** The script in a small project of its own, with an npm and a Node that only write down what they are asked. */
const SCRIPT = join(import.meta.dirname, '../scripts/bootstrap.mjs')
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verity-bootstrap-'))
  put('package-lock.json', 'locked')
  put('web/src/main.ts', 'page')
  put('web/public/favicon.svg', 'icon')
  mkdirSync(join(root, 'scripts'))
  copyFileSync(SCRIPT, join(root, 'scripts/bootstrap.mjs'))
  putProgram('bin/npm', `echo "npm $*" >> "${root}/calls"`)
  putProgram('node_modules/node/bin/node', `echo "node $*" >> "${root}/calls"`)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('the bootstrap', () => {
  it('does nothing where everything is installed, and says nothing', () => {
    putStamp('production')
    expect(bootstrap('run')).toEqual({ status: 0, said: '', calls: [] })
  })

  it.each([
    ['nothing was installed', () => {}],
    [
      'the lock file has changed',
      () => {
        putStamp('production')
        put('package-lock.json', 'locked otherwise')
      },
    ],
  ])('installs what the program needs where %s, once', (_, prepare) => {
    prepare()
    expect(bootstrap('run').calls).toEqual(['npm ci --no-audit --no-fund --loglevel=error --omit=dev'])
    expect(bootstrap('run').calls).toHaveLength(1)
  })

  it('adds the development tools for those who need them, and a later start keeps them', () => {
    putStamp('production')
    expect(bootstrap('develop').calls[0]).toBe('npm ci --no-audit --no-fund --loglevel=error')
    put('package-lock.json', 'locked otherwise')
    expect(bootstrap('run').calls.at(-1)).toBe('npm ci --no-audit --no-fund --loglevel=error')
  })

  it('says what to do when the installation fails, and starts nothing', () => {
    putProgram('bin/npm', 'exit 1')
    expect(bootstrap('serve')).toMatchObject({
      status: 1,
      said: expect.stringContaining('installation failed'),
    })
    expect(existsSync(join(root, 'node_modules/.verity-installed.json'))).toBe(false)
  })

  it('says what to do when Node 24 did not arrive', () => {
    rmSync(join(root, 'node_modules/node'), { recursive: true })
    expect(bootstrap('run')).toMatchObject({ status: 1, said: expect.stringContaining('Node 24') })
  })

  it.each(['web/src/main.ts', 'web/public/favicon.svg'])(
    'builds the web app again when %s has changed',
    (file) => {
      putStamp('production')
      expect(bootstrap('serve').calls).toHaveLength(1)
      expect(bootstrap('serve').calls).toHaveLength(1)
      put(file, 'changed and longer')
      expect(bootstrap('serve').calls).toHaveLength(2)
      expect(bootstrap('run').calls).toHaveLength(2)
    },
  )

  it('refuses a word it does not know', () => {
    expect(bootstrap('juggle')).toMatchObject({ status: 1, said: expect.stringContaining("'juggle'") })
  })
})

function bootstrap(want: string) {
  const env = { PATH: `${join(root, 'bin')}:${process.env['PATH']}` }
  const script = join(root, 'scripts/bootstrap.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, want], { env, encoding: 'utf8' })
  expect(stdout).toBe('')
  const calls = existsSync(join(root, 'calls'))
    ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n')
    : []
  return { status, said: stderr, calls }
}

function put(name: string, text: string): void {
  const file = join(root, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function putProgram(name: string, line: string): void {
  put(name, `#!/bin/sh\n${line}\n`)
  chmodSync(join(root, name), 0o755)
}

function putStamp(set: 'production' | 'all'): void {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  put('node_modules/.verity-installed.json', JSON.stringify({ lock, set }))
}
