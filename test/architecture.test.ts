import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const planted: string[] = []

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true })
})

describe('the import direction', () => {
  it.each([
    ['src/lib', "import { openArchive } from '../archive/archive.ts'"],
    ['src/search', "import { openLedgerRow } from '../ingest/post-writer.ts'"],
    ['src/search', "import { createClient } from '@clickhouse/client'"],
    ['src/assistant', "import { Hono } from 'hono'"],
    ['src/contract', "import { readFileSync } from 'node:fs'"],
    ['web/src/shared', "import { answer } from '../../../src/assistant/ask.ts'"],
  ])('refuses a file in %s that says: %s', (folder, line) => {
    const file = plant(folder, `${line}\nexport const used = [${line.match(/\{ (\w+) \}/)?.[1]}]\n`)
    const { status, output } = lint(file)
    expect(output).toContain('noRestrictedImports')
    expect(status).not.toBe(0)
  })

  it('accepts a file that only looks to its left', () => {
    const file = plant(
      'src/search',
      "import { AppError } from '../domain/errors.ts'\nexport const used = [AppError]\n",
    )
    expect(lint(file).output).not.toContain('noRestrictedImports')
  })

  it('is what the table in scripts/write-boundaries.mjs says', () => {
    expect(run(['scripts/write-boundaries.mjs', '--check']).status).toBe(0)
  })
})

describe('SQL', () => {
  it('stands only in archive/, ledger/ and files that end in .sql.ts', () => {
    const offenders = sourceFiles('src')
      .filter((file) => !/^src\/(archive|ledger)\//.test(file) && !/\.(sql|test)\.ts$/.test(file))
      .filter((file) =>
        /\b(SELECT\s.+\sFROM|INSERT INTO|DELETE FROM|ALTER TABLE)\b/s.test(withoutComments(file)),
      )
    expect(offenders).toEqual([])
  })
})

describe('the environment', () => {
  it('is read in app/ only', () => {
    const offenders = sourceFiles('src')
      .filter((file) => !file.startsWith('src/app/') && !file.endsWith('.test.ts'))
      .filter((file) => /process\.env\b(?!\['\w+'\] = )/.test(withoutComments(file)))
    expect(offenders).toEqual([])
  })
})

describe('the lock file', () => {
  it('names every optional platform package, so that npm ci works elsewhere too', () => {
    expect(run(['scripts/complete-lock.mjs', '--check']).output).toBe('')
  })

  it.each([
    ['linux', 'x64'],
    ['darwin', 'arm64'],
  ])('lets npm ci install on %s %s', (os, cpu) => {
    const args = ['ci', '--dry-run', '--ignore-scripts', '--offline', `--os=${os}`, `--cpu=${cpu}`]
    const { status, stderr } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8' })
    expect(stderr).not.toContain('npm error')
    expect(status).toBe(0)
  })
})

function plant(folder: string, text: string): string {
  const file = join(ROOT, folder, `planted-${process.pid}-${planted.length}.ts`)
  writeFileSync(file, text)
  planted.push(file)
  return file
}

function lint(file: string) {
  return run(['node_modules/@biomejs/biome/bin/biome', 'lint', '--vcs-enabled=false', file])
}

function run(args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
}

function withoutComments(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}
