import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CommandContext } from '../src/cli/command.ts'
import { runCommandLine } from '../src/cli/main.ts'
import { openLedger } from '../src/ledger/ledger.ts'
import { commandContext } from './support/run-command.ts'

const NOW = Date.UTC(2026, 10, 22)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verity-keys-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const open = () => openLedger({ kind: 'sqlite', file: join(folder, 'ledger.sqlite') }, { clock: () => NOW })

/** Runs `verity keys …` on a ledger of its own. */
async function keys(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const streams = { out: '', err: '' }
  const write = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _, done) => {
        streams[name] += String(chunk)
        done()
      },
    })
  const stdout = write('out')
  const stderr = write('err')
  const makeContext = (): CommandContext => ({ ...commandContext(stdout, stderr), openLedger: open })
  const code = await runCommandLine(['keys', ...argv], { version: '0', stdout, stderr, makeContext })
  return { code, ...streams }
}

it('makes a key and the owner it belongs to, and prints its id and the key alone', async () => {
  const { code, out } = await keys('create', '--json')
  expect(code).toBe(0)
  const made = JSON.parse(out) as { id: string; key: string }
  expect(Object.keys(made)).toEqual(['id', 'key'])
  await using ledger = await open()
  expect(await ledger.apiKeys.check(made.key)).toMatchObject({ kind: 'valid', key: { id: made.id } })
  expect(await ledger.people.owner()).toMatchObject({ role: 'owner' })
})

it('keeps a hash and never the key', async () => {
  const { key } = JSON.parse((await keys('create', '--json')).out) as { key: string }
  const files = await Promise.all(
    ['ledger.sqlite', 'ledger.sqlite-wal'].map((name) =>
      readFile(join(folder, name), 'latin1').catch(() => ''),
    ),
  )
  expect(files.join('')).not.toContain(key)
})

it('refuses a key that is revoked, one that has expired and one that never was', async () => {
  const revoked = JSON.parse((await keys('create', '--json')).out) as { id: string; key: string }
  expect((await keys('revoke', revoked.id)).code).toBe(0)
  const past = JSON.parse((await keys('create', '--expires', '1970-01-01', '--json')).out) as { key: string }
  await using ledger = await open()
  const check = async (key: string) => await ledger.apiKeys.check(key)
  expect(await check(revoked.key)).toEqual({ kind: 'refused', reason: 'revoked' })
  expect(await check(past.key)).toEqual({ kind: 'refused', reason: 'expired' })
  expect(await check('vrt_nobody')).toEqual({ kind: 'refused', reason: 'unknown' })
})

it('lists what a key may do, and not the key', async () => {
  const made = JSON.parse(
    (await keys('create', '--name', 'bot', '--scope', 'endpoint:chat', '--rate', '30', '--json')).out,
  ) as { id: string; key: string }
  const { out } = await keys('list', '--json')
  expect(out).not.toContain(made.key)
  const listed = JSON.parse(out) as { keys: { id: string }[] }
  expect(listed.keys.find(({ id }) => id === made.id)).toMatchObject({
    ...{ name: 'bot', requests_per_minute: 30, last_used_at: null },
    scopes: ['model:*', 'endpoint:chat', 'source:*'],
  })
})

it('refuses unusable arguments with exit code 2 and says what is allowed', async () => {
  expect(await keys('create', '--scope', 'endpoint:karaoke')).toMatchObject({ code: 2 })
  expect(await keys('polish')).toMatchObject({ code: 2 })
  expect(await keys('revoke', 'nothing')).toMatchObject({ code: 1 })
})
