import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/app/config.ts'
import { configurationPage } from '../src/app/config-page.ts'
import { COMMANDS } from '../src/cli/main.ts'
import { runCommand as run } from './support/run-command.ts'

describe('the command line', () => {
  it('names an unknown command and lists those there are, with exit code 2', async () => {
    const { code, stderr } = await run(['serve'])
    expect(code).toBe(2)
    expect(stderr).toContain('"serve"')
    expect(stderr).toContain('start, import, export')
  })

  it.each(Object.keys(COMMANDS))(
    '%s refuses an unknown option, names it and lists what is allowed, with exit code 2',
    async (command) => {
      const { code, stderr } = await run([command, '--frobnicate'])
      expect(code).toBe(2)
      expect(stderr).toContain('--frobnicate')
      expect(stderr).toContain('--data')
    },
  )

  it.each(Object.keys(COMMANDS))('%s explains itself with --help', async (command) => {
    const { code, stdout } = await run([command, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`verity ${command}`)
    expect(stdout).toContain('--json')
  })

  it.each([['users']])(
    '%s reads its options and says that it is not built yet, with exit code 1',
    async (...argv) => {
      const { code, stderr } = await run(argv)
      expect(stderr).toContain('Not built yet')
      expect(code).toBe(1)
    },
  )

  it('refuses a batch task that does not exist and lists those there are', async () => {
    const { code, stderr } = await run(['batch', 'juggle'])
    expect(code).toBe(2)
    expect(stderr).toContain('faithfulness')
  })

  it.each([
    ['search'],
    ['ask'],
    ['check'],
    ['import'],
    ['search', 'x', '--limit', 'many'],
    ['search', 'x', '--from', 'soon'],
    ['simulate', '--posts', '3'],
    ['export', 'everything'],
    ['backup'],
    ['backup', 'x.tar'],
    ['restore'],
    ['restore', 'a.tar', 'b.tar'],
  ])('refuses unusable arguments: %s %s %s', async (...argv) => {
    expect((await run(argv)).code).toBe(2)
  })
})

describe('the settings', () => {
  it('have defaults that work alone', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 4242,
      host: '127.0.0.1',
      archive: { kind: 'embedded' },
      ledger: { kind: 'sqlite' },
      model: null,
    })
  })

  it('refuse an unknown name and say what is allowed', () => {
    expect(() => readConfig({ VERITY_PROT: '1' })).toThrow(/VERITY_PROT.*VERITY_HOST/)
  })

  it.each([
    [{ PORT: 'eighty' }, /PORT/],
    [{ VERITY_MODEL: 'm' }, /VERITY_MODEL_URL/],
    [{ VERITY_SECRET: 'short' }, /VERITY_SECRET/],
    [{ VERITY_DURABLE: 'maybe' }, /VERITY_DURABLE/],
  ])('refuse %o', (env, message) => {
    expect(() => readConfig(env)).toThrow(message)
  })

  it('put archive and ledger on servers where their addresses are given', () => {
    const config = readConfig({
      CLICKHOUSE_URL: 'http://127.0.0.1:8123',
      DATABASE_URL: 'postgres://127.0.0.1/verity',
    })
    expect(config.archive).toEqual({ kind: 'server', url: 'http://127.0.0.1:8123' })
    expect(config.ledger).toEqual({ kind: 'postgres', url: 'postgres://127.0.0.1/verity' })
  })

  it('are described by docs/configuration.md', () => {
    expect(readFileSync(join(import.meta.dirname, '../docs/configuration.md'), 'utf8')).toBe(
      configurationPage(),
    )
  })
})
