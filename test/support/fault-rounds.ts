import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { StatusJson } from '../../src/contract/status.ts'
import { LiveProgram } from './live-program.ts'
import { SteadyFeed } from './steady-feed.ts'
import { type StoredOnce, storedOnce } from './stored-once.ts'

/** Something that happens to the machine of a running program. */
export type Fault = {
  readonly name: string
  /** Makes the place where the program keeps its data. */
  prepare(dataDir: string): Promise<void>
  begin(dataDir: string): Promise<void>
  end(dataDir: string): Promise<void>
  /** Takes away what `prepare` made. */
  remove(dataDir: string): Promise<void>
  /** Whether sources stop while it lasts and must say so, or go on as if nothing were. */
  readonly stopsSources: boolean
}

export type FaultReport = StoredOnce & {
  readonly name: string
  /** From the beginning of the fault until the status said so; null where it never did. */
  readonly shownAfterMs: number | null
  /** What the status said. */
  readonly state: string
  readonly error: string | null
  /** From the end of the fault until everything published was stored, untouched by anybody. */
  readonly recoveredAfterMs: number | null
}

const POSTS_PER_SECOND = 500
const BEFORE_MS = 3_000
const LASTS_MS = 10_000
const SHOWN_WITHIN_MS = 15_000
const RECOVERED_WITHIN_MS = 120_000
const ASK_EVERY_MS = 100
const HOUR_MS = 3_600_000
const DISK_MB = 192

/** Lets a fault happen to the whole program while a network goes on publishing, and then end. */
export async function faultRound(
  fault: Fault,
  dataDir: string,
  { beforeMs, lastsMs } = { beforeMs: BEFORE_MS, lastsMs: LASTS_MS },
): Promise<FaultReport> {
  await using feed = await SteadyFeed.start(POSTS_PER_SECOND)
  await fault.prepare(dataDir)
  const program = new LiveProgram({
    dataDir,
    jetstreamUrl: feed.url,
    nodeArguments: ['--import', join(import.meta.dirname, 'movable-clock.mjs')],
    env: { MOVABLE_CLOCK: clockFile(dataDir) },
  })
  try {
    await program.ready()
    await feed.subscribed()
    feed.begin()
    await reached(program, ({ posts }) => posts > 0, RECOVERED_WITHIN_MS)
    await delay(beforeMs)
    await fault.begin(dataDir)
    const shownAfterMs = await reached(program, shows(fault), SHOWN_WITHIN_MS)
    await delay(lastsMs)
    const seen = (await program.status()).sources[0]
    await fault.end(dataDir)
    feed.end()
    const recoveredAfterMs = await reached(
      program,
      ({ posts }) => posts >= feed.published,
      RECOVERED_WITHIN_MS,
    )
    await program.end('SIGTERM')
    const stored = await storedOnce(dataDir, feed.ids())
    return {
      ...{ name: fault.name, shownAfterMs, recoveredAfterMs, ...stored },
      ...{ state: seen?.state ?? 'none', error: seen?.last_error?.replaceAll(dataDir, 'DATA') ?? null },
    }
  } catch (cause) {
    throw new Error(`${fault.name}: ${program.log}`, { cause })
  } finally {
    await program.end('SIGKILL')
    await fault.remove(dataDir)
  }
}

function shows({ stopsSources }: Fault): (status: StatusJson) => boolean {
  const wanted = stopsSources ? 'failed' : 'connected'
  return ({ sources }) => sources[0]?.state === wanted && (!stopsSources || sources[0].last_error !== null)
}

/** Milliseconds until the status is as wanted; null when it is not in time. */
async function reached(
  program: LiveProgram,
  isWanted: (status: StatusJson) => boolean,
  withinMs: number,
): Promise<number | null> {
  const startedAt = Date.now()
  while (Date.now() - startedAt < withinMs) {
    if (isWanted(await program.status())) return Date.now() - startedAt
    await delay(ASK_EVERY_MS)
  }
  return null
}

function clockFile(dataDir: string): string {
  return `${dataDir}.clock`
}

const nothing = async () => {}
const folder = {
  prepare: async (dataDir: string) => void (await mkdir(dataDir, { recursive: true })),
  remove: (dataDir: string) => rm(dataDir, { recursive: true, force: true }),
}

/** Everything the program keeps is on one small disk, and somebody fills it. Mounts one: for root on Linux. */
export const DISK_FULL: Fault = {
  name: 'disk full',
  stopsSources: true,
  prepare: async (dataDir) => {
    await folder.prepare(dataDir)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', dataDir])
  },
  begin: (dataDir) => fill(join(dataDir, 'filler')),
  end: (dataDir) => rm(join(dataDir, 'filler')),
  remove: async (dataDir) => {
    execFileSync('umount', ['-l', dataDir])
    await folder.remove(dataDir)
  },
}

/** The archive may not be changed any more; the ledger may. Sets the immutable flag: for root on ext4. */
export const ARCHIVE_READ_ONLY: Fault = {
  name: 'archive read-only',
  stopsSources: true,
  prepare: folder.prepare,
  begin: async (dataDir) => setImmutable(dataDir, '+i'),
  end: async (dataDir) => setImmutable(dataDir, '-i'),
  remove: async (dataDir) => {
    setImmutable(dataDir, '-i')
    await folder.remove(dataDir)
  },
}

function setImmutable(dataDir: string, flag: '+i' | '-i'): void {
  // Files that the engine removes meanwhile are missed, which is no failure.
  spawnSync('chattr', ['-R', '-f', flag, join(dataDir, 'archive')])
}

/** The clock of the program jumps back an hour and stays there. */
export const CLOCK_BACK: Fault = {
  name: 'clock back an hour',
  stopsSources: false,
  prepare: folder.prepare,
  begin: (dataDir) => writeFile(clockFile(dataDir), String(-HOUR_MS)),
  end: nothing,
  remove: async (dataDir) => {
    await folder.remove(dataDir)
    await rm(clockFile(dataDir), { force: true })
  },
}

async function fill(file: string): Promise<void> {
  const zeros = Buffer.alloc(1_048_576)
  await using handle = await open(file, 'w')
  try {
    for (;;) await handle.writeFile(zeros)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
