import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSecretBox, SecretBox } from './secret-box.ts'

const GIVEN = 'given from outside, thirty-two characters and more'
const PLACE = 'source:mastodon:token'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verity-box-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('opens what it sealed, also after a restart, and shows nothing of it', async () => {
  const sealed = (await openSecretBox(folder, null)).seal('tøken-123', PLACE)
  expect(sealed).not.toContain('123')
  expect((await openSecretBox(folder, null)).open(sealed, PLACE)).toBe('tøken-123')
  expect((await stat(join(folder, 'secrets.key'))).mode & 0o777).toBe(0o600)
})

it('seals the same token differently each time', async () => {
  const box = await openSecretBox(folder, null)
  expect(box.seal('token', PLACE)).not.toBe(box.seal('token', PLACE))
})

it('does not open what was sealed for another place, changed or cut', async () => {
  const box = new SecretBox([GIVEN])
  const sealed = box.seal('token', PLACE)
  expect(() => box.open(sealed, 'source:other:token')).toThrow('cannot be read')
  for (const broken of [
    '',
    'v1',
    'v1.a.b',
    sealed.slice(0, -2),
    `${sealed.slice(0, -1)}~`,
    `v2${sealed.slice(2)}`,
  ])
    expect(() => box.open(broken, PLACE), broken).toThrow('cannot be read')
})

it('does not open what another secret sealed, and says what to do', () => {
  const sealed = new SecretBox([GIVEN]).seal('token', PLACE)
  const other = new SecretBox(['another secret that is long enough to use'])
  expect(() => other.open(sealed, PLACE)).toThrow(/Set the token again/)
})

it('uses the given secret without a file, and still opens what the file sealed before', async () => {
  const bare = await openSecretBox(folder, GIVEN)
  expect(await readdir(folder)).toEqual([])
  const sealedByFile = (await openSecretBox(folder, null)).seal('old', PLACE)
  const both = await openSecretBox(folder, GIVEN)
  expect(both.open(sealedByFile, PLACE)).toBe('old')
  expect(bare.open(both.seal('new', PLACE), PLACE)).toBe('new')
})

it('refuses a key file that somebody emptied', async () => {
  await writeFile(join(folder, 'secrets.key'), '')
  await expect(openSecretBox(folder, null)).rejects.toMatchObject({ code: 'invalid_input' })
})
