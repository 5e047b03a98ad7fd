import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sessionSecret } from './session-secret.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verity-secret-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('makes a secret once, readable by its owner only, and gives it back later', async () => {
  const dataDir = join(folder, 'new')
  const secret = await sessionSecret(dataDir)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(await sessionSecret(dataDir)).toBe(secret)
  expect((await stat(join(dataDir, 'session.secret'))).mode & 0o777).toBe(0o600)
  expect(await readdir(dataDir)).toEqual(['session.secret'])
})

it('gives everybody who starts at once the same secret', async () => {
  const secrets = await Promise.all(Array.from({ length: 8 }, () => sessionSecret(folder)))
  expect(new Set(secrets).size).toBe(1)
})

it('closes a secret that others could read', async () => {
  await sessionSecret(folder)
  await chmod(join(folder, 'session.secret'), 0o644)
  await sessionSecret(folder)
  expect((await stat(join(folder, 'session.secret'))).mode & 0o777).toBe(0o600)
})

it('prefers the secret it is given and writes none', async () => {
  const given = 'given from outside, thirty-two characters and more'
  expect(await sessionSecret(folder, given)).toBe(given)
  expect(await readdir(folder)).toEqual([])
})

it('refuses a secret that is too short, naming where it came from', async () => {
  await expect(sessionSecret(folder, 'short')).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/VERITY_SECRET/),
  })
  await writeFile(join(folder, 'session.secret'), '\n')
  await expect(sessionSecret(folder)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(/session\.secret/),
  })
})

it('says what to do when the secret cannot be read', async () => {
  const file = join(folder, 'a file')
  await writeFile(file, '')
  await expect(sessionSecret(file)).rejects.toMatchObject({
    code: 'store_failed',
    message: expect.stringMatching(/VERITY_SECRET/),
  })
  expect(await readFile(file, 'utf8')).toBe('')
})
