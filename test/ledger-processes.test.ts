import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LedgerConfig, openLedger } from '../src/ledger/ledger.ts'
import { DATABASES } from './support/ledger-databases.ts'

const WRITER = join(import.meta.dirname, 'support', 'ledger-writer.ts')

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verity-ledger-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Runs another process on the same ledger; see `ledger-writer.ts`. */
function startWriter(task: 'chats' | 'open', config: LedgerConfig) {
  const child = spawn(process.execPath, [WRITER, task, JSON.stringify(config)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const ended = once(child, 'exit').then(([code]) => ({ code, errors }))
  return { child, lines: createInterface({ input: child.stdout }), ended }
}

describe('a ledger file shared by processes', () => {
  it('keeps every chat that a process had saved when it was killed', async () => {
    const config = { kind: 'sqlite', file: join(folder, 'ledger.sqlite') } as const
    const writer = startWriter('chats', config)
    const saved: string[] = []
    for await (const line of writer.lines) {
      saved.push(line)
      if (saved.length === 40) writer.child.kill('SIGKILL')
    }
    await writer.ended

    await using ledger = await openLedger(config)
    const owner = await ledger.people.ensureOwner()
    const kept = new Set((await ledger.chats.list(owner.id)).map((chat) => chat.id))
    expect(saved.length).toBeGreaterThanOrEqual(40)
    expect(saved.filter((id) => !kept.has(id))).toEqual([])
    const [run] = (await ledger.chats.messages(owner.id, saved[0] ?? '')).flatMap((message) =>
      message.role === 'assistant' ? [message.run] : [],
    )
    expect(run).toMatchObject({ state: 'failed', error: { code: 'internal' } })
  })

  it('is written by two processes at once without either failing', async () => {
    const config = { kind: 'sqlite', file: join(folder, 'ledger.sqlite') } as const
    await using ledger = await openLedger(config)
    const owner = await ledger.people.ensureOwner()
    const writer = startWriter('chats', config)
    let theirs = 0
    for await (const _line of writer.lines) {
      await ledger.chats.ask(owner.id, { chatId: null, question: 'mine' })
      theirs += 1
      if (theirs === 30) writer.child.kill('SIGKILL')
    }
    expect(theirs).toBeGreaterThanOrEqual(30)
    expect((await ledger.chats.list(owner.id)).length).toBeGreaterThanOrEqual(60)
  })
})

for (const { name, start } of DATABASES.filter((database) => database.isForManyProcesses)) {
  it(`four processes that create a ledger in ${name} at once all succeed`, async () => {
    const database = await start()
    try {
      const writers = Array.from({ length: 4 }, () => startWriter('open', database.config))
      const ends = await Promise.all(writers.map((writer) => writer.ended))
      expect(ends).toEqual(ends.map(() => ({ code: 0, errors: '' })))
      const ledger = await openLedger(database.config)
      expect(await ledger.people.list()).toHaveLength(1)
      await ledger.close()
    } finally {
      await database.close()
    }
  })
}

describe('a ledger that cannot be used says what to do', () => {
  it.each([
    ['is no database', 'this is not a database, it is a letter to somebody'.repeat(200)],
    ['is cut off inside its first page', 'SQLite format 3\0'.padEnd(60, 'x')],
  ])('when the file %s', async (_name, content) => {
    const file = join(folder, 'ledger.sqlite')
    await writeFile(file, content)
    const refusal = {
      code: 'store_failed',
      message: expect.stringMatching(/ledger\.sqlite.*(damaged).*(backup|move the file)/),
    }
    await expect(openLedger({ kind: 'sqlite', file })).rejects.toMatchObject(refusal)
    expect((await stat(file)).size).toBe(Buffer.byteLength(content))
  })

  it('when the file lost its second half', async () => {
    const file = join(folder, 'ledger.sqlite')
    const ledger = await openLedger({ kind: 'sqlite', file })
    await ledger.people.ensureOwner()
    await ledger.close()
    await truncate(file, Math.floor((await stat(file)).size / 2 / 4_096) * 4_096)
    const reading = openLedger({ kind: 'sqlite', file }).then((broken) => broken.people.ensureOwner())
    await expect(reading).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('damaged'),
    })
  })

  it('when its folder cannot be made, or a folder stands in its place', async () => {
    await writeFile(join(folder, 'file'), '')
    const inAFile = openLedger({ kind: 'sqlite', file: join(folder, 'file', 'ledger.sqlite') })
    const advice = {
      code: 'store_failed',
      message: expect.stringContaining('another data directory with --data'),
    }
    await expect(inAFile).rejects.toMatchObject(advice)
    await expect(openLedger({ kind: 'sqlite', file: folder })).rejects.toMatchObject(advice)
  })

  it.skipIf(process.getuid?.() === 0)('when it is read-only', async () => {
    const file = join(folder, 'ledger.sqlite')
    await (await openLedger({ kind: 'sqlite', file })).close()
    await chmod(file, 0o400)
    await chmod(folder, 0o500)
    const refusal = openLedger({ kind: 'sqlite', file }).then((ledger) => ledger.people.ensureOwner())
    await expect(refusal).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('read-only'),
    })
    await chmod(folder, 0o700)
  })

  it('when it is full; what was saved stays readable', async () => {
    const file = join(folder, 'ledger.sqlite')
    await using ledger = await openLedger({ kind: 'sqlite', file, sizeBytesMax: 1_000_000 })
    const owner = await ledger.people.ensureOwner()
    const question = 'x'.repeat(4_000)
    let saved = 0
    const filling = async () => {
      for (;;) {
        await ledger.chats.ask(owner.id, { chatId: null, question })
        saved += 1
      }
    }
    await expect(filling()).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('Free some disk space'),
    })
    expect(saved).toBeGreaterThan(3)
    expect(await ledger.chats.list(owner.id)).toHaveLength(saved)
  })

  it('when PostgreSQL does not answer', async () => {
    const opening = openLedger({ kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' })
    await expect(opening).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringContaining('DATABASE_URL'),
    })
  })

  it('and a new one is readable by its owner only', async () => {
    const file = join(folder, 'deep', 'ledger.sqlite')
    await using _ledger = await openLedger({ kind: 'sqlite', file })
    for (const suffix of ['', '-wal', '-shm']) expect((await stat(file + suffix)).mode & 0o777).toBe(0o600)
  })
})
