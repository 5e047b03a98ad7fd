import { createReadStream } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { resolve } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import type { Timing } from '../../lib/timing.ts'
import { downloadPart, placeOf } from './download-part.ts'
import { gigabytes } from './gguf-memory.ts'
import { type InstalledModel, type ModelFolder, nameFrom, requireModelName } from './model-folder.ts'
import { readGguf } from './read-gguf.ts'
import { type OnBytes, PartFile } from './receive-part.ts'

export type Installation = {
  /** A path or an https address. */
  readonly from: string
  readonly name: string | null
  /** What the maker says the file's SHA-256 is, in hexadecimal. */
  readonly sha256: string | null
  /** Install also what this machine can never load. */
  readonly anySize: boolean
  readonly now: () => number
  readonly signal: AbortSignal
  readonly onBytes: OnBytes
  readonly onHost: (host: string) => void
  readonly timing?: Timing
  /** Bytes that the disk and the whole memory have; the system's where nothing is said. */
  readonly room?: { readonly disk: (dir: string) => Promise<number>; readonly memory: () => number }
}

/** Left for posts and everything else that grows. */
const DISK_RESERVE_BYTES = 500_000_000
const SHA256 = /^[0-9a-f]{64}$/
const SYSTEM_ROOM = {
  disk: async (dir: string) => {
    const { bavail, bsize } = await statfs(dir)
    return bavail * bsize
  },
  memory: totalmem,
}

/**
 * Brings a model into the folder: checked for room, fetched or copied beside its place, held against its checksum, read as
 * GGUF, and only then moved there in one step.
 *
 * @throws {AppError} invalid_input (no GGUF, cut off, wrong checksum, name taken), over_limit (disk or memory), not_found,
 *   upstream_failed, store_failed, cancelled
 */
export async function installModel(folder: ModelFolder, wanted: Installation): Promise<InstalledModel> {
  const sha256 = wanted.sha256?.trim().toLowerCase() ?? null
  if (sha256 !== null && !SHA256.test(sha256))
    throw new AppError('invalid_input', '--sha256 takes the 64 hexadecimal digits that the maker publishes.')
  const url = addressIn(wanted.from)
  const name = requireModelName(wanted.name ?? nameFrom(url?.pathname ?? wanted.from))
  if ((await folder.find(name)) !== null)
    throw new AppError(
      'invalid_input',
      `A model "${name}" is installed already; remove it first, or give another --name.`,
    )
  await folder.prepare()
  const part = folder.partOf(name)
  const arrived = url === null ? await copy(folder, part, wanted) : await fetchInto(folder, name, url, wanted)
  if (sha256 !== null && arrived.sha256 !== sha256) {
    await drop(folder, name)
    throw new AppError(
      'invalid_input',
      `The file is not the one that was meant: its SHA-256 is ${arrived.sha256}. It was taken away again.`,
    )
  }
  const header = await readGguf(part).catch(async (thrown: unknown) => {
    await drop(folder, name)
    throw thrown
  })
  const { architecture, parameters, contextTokens } = header
  const model = {
    ...{ name, bytes: arrived.bytes, sha256: arrived.sha256, architecture, parameters, contextTokens },
    source: url === null ? resolve(wanted.from) : placeOf(url),
    installedAt: wanted.now(),
  }
  await folder.accept(model)
  return model
}

async function fetchInto(folder: ModelFolder, name: string, url: URL, wanted: Installation) {
  const { signal, onBytes, onHost, timing } = wanted
  return await downloadPart({
    ...{ url, part: folder.partOf(name), resume: folder.resumeOf(name), signal, onBytes, onHost },
    onLength: (bytes, arrived) => checkRoom(folder, wanted, bytes, bytes - arrived),
    ...(timing !== undefined && { timing }),
  })
}

async function copy(folder: ModelFolder, file: string, wanted: Installation) {
  const { from, signal, onBytes } = wanted
  // Read before it is copied: a wrong file should not cost minutes.
  const { bytes } = await readGguf(from)
  await checkRoom(folder, wanted, bytes, bytes)
  try {
    await using part = await PartFile.open(file, false)
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20, signal })) {
      await part.append(chunk)
      onBytes(part.bytes, bytes)
    }
    return { sha256: await part.finish(), bytes: part.bytes }
  } catch (thrown) {
    // The source is at hand: nothing is won by keeping half of it.
    await rm(file, { force: true })
    if (signal.aborted) throw new AppError('cancelled', 'The copy was stopped.', { cause: thrown })
    throw thrown
  }
}

async function checkRoom(
  { dir }: ModelFolder,
  { room = SYSTEM_ROOM, anySize }: Installation,
  bytes: number,
  missing: number,
): Promise<void> {
  const disk = await room.disk(dir)
  if (missing + DISK_RESERVE_BYTES > disk) {
    throw new AppError(
      'over_limit',
      `The model needs ${gigabytes(missing)} on the disk and ${gigabytes(DISK_RESERVE_BYTES)} stay for the rest; ${gigabytes(disk)} are free.`,
    )
  }
  const memory = room.memory()
  if (bytes > memory && !anySize) {
    throw new AppError(
      'over_limit',
      `The model has ${gigabytes(bytes)}, more than this machine's whole memory (${gigabytes(memory)}): it could not be loaded. --any-size installs it nevertheless.`,
    )
  }
}

async function drop(folder: ModelFolder, name: string): Promise<void> {
  for (const file of [folder.partOf(name), folder.resumeOf(name)]) await rm(file, { force: true })
}

/** Null for a path. */
function addressIn(from: string): URL | null {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(from) && URL.canParse(from) ? new URL(from) : null
}
