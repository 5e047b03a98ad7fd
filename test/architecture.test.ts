import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const planted: string[] = []

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(file, { force: true })
})

describe('the import direction', () => {
  const refused = [
    ['src/lib', "import { openArchive } from '../archive/archive.ts'"],
    ['src/search', "import { openLedgerRow } from '../ingest/post-writer.ts'"],
    ['src/search', "import { createClient } from '@clickhouse/client'"],
    ['src/assistant', "import { Hono } from 'hono'"],
    ['src/contract', "import { readFileSync } from 'node:fs'"],
    ['web/src/shared', "import { answer } from '../../../src/assistant/ask.ts'"],
  ] as const

  it('refuses each planted file that looks to its right, and only those', () => {
    const wrong = refused.map(([folder, line]) =>
      plant(folder, `${line}\nexport const used = [${line.match(/\{ (\w+) \}/)?.[1]}]\n`),
    )
    const right = plant(
      'src/search',
      "import { AppError } from '../domain/errors.ts'\nexport const used = [AppError]\n",
    )
    const { status, output } = lint([...wrong, right])
    expect(status).not.toBe(0)
    const reported = wrong.filter((file) => reports(output, file))
    expect(reported).toEqual(wrong)
    expect(reports(output, right)).toBe(false)
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

/** One run for all files: starting the linter on a busy machine takes longer than linting. */
function lint(files: readonly string[]) {
  return run(['node_modules/@biomejs/biome/bin/biome', 'lint', '--vcs-enabled=false', ...files])
}

function reports(output: string, file: string): boolean {
  return output
    .split('\n')
    .some((line) => line.startsWith(relative(ROOT, file)) && line.includes('noRestrictedImports'))
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
