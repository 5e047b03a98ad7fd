import { type ArchiveItem, BrokenFileError } from './archive-item.ts'
import { CarFile, isCar } from './bluesky-repo/car-file.ts'
import { openRepository, readRepository } from './bluesky-repo/read-repo.ts'
import type { ExportFileKind, ExportFolder } from './containers/export-folder.ts'
import { openLooseFolder } from './containers/loose-folder.ts'
import { isTar, openTarFolder } from './containers/tar-folder.ts'
import type { TemporaryFolder } from './containers/temporary-folder.ts'
import { isZip, openZipFolder } from './containers/zip-folder.ts'
import type { FileParkReason, RefusedInput } from './file-block.ts'
import { isOutbox, readMastodonArchive } from './mastodon-archive/read-mastodon-archive.ts'
import { readXArchive } from './x-archive/read-x-archive.ts'
import { readYtdHead } from './x-archive/ytd-file.ts'

/** What an archive export is: a container of files, or one of its files unpacked, or a repository of blocks. */
export type ExportForm =
  | { readonly kind: 'zip' }
  | { readonly kind: 'tar' }
  | { readonly kind: 'car' }
  | { readonly kind: 'loose'; readonly fileKind: ExportFileKind }
  /** A part of an export in which there are no posts. */
  | { readonly kind: 'other_part'; readonly name: string }

export type OpenedExport = {
  readonly kind: 'opened'
  /** Read it once. */
  items(): AsyncIterable<ArchiveItem>
  /** How much of what is wanted was read; null when that is how much of the input was. */
  progress01(): number | null
  close(): Promise<void>
}

/** Tells an archive export by its first bytes, unpacked; null when it is none and may be lines of posts. */
export function exportFormOf(head: Uint8Array): ExportForm | null {
  if (isZip(head)) return { kind: 'zip' }
  if (isCar(head)) return { kind: 'car' }
  if (isTar(head)) return { kind: 'tar' }
  const text = new TextDecoder().decode(head)
  const part = readYtdHead(text)
  if (part?.kind === 'posts') return { kind: 'loose', fileKind: part.fileKind }
  if (part?.kind === 'other') return { kind: 'other_part', name: part.name }
  return isOutbox(text) ? { kind: 'loose', fileKind: 'outbox' } : null
}

export type ExportRequest = {
  readonly name: string
  readonly form: ExportForm
  /** Where the export itself lies; null when it is packed or a stream. */
  readonly path: string | null
  /** Where it came from, packed or not; what lies beside it may belong to it. Null for a stream. */
  readonly origin: string | null
  /** All of it, unpacked. Read it once. */
  readonly chunks: AsyncIterable<Uint8Array>
  readonly temporary: TemporaryFolder
}

/** @throws {AppError} when a stream cannot be kept or read */
export async function openExport(request: ExportRequest): Promise<OpenedExport | RefusedInput> {
  const { name, form, origin, chunks, temporary } = request
  if (form.kind === 'other_part')
    return refusal(
      'no_posts',
      `${name} is the part of an export from X called ${form.name}. Import the zip, or tweets.js.`,
    )
  try {
    if (form.kind === 'car') return await openCar(await pathOf(request))
    if (form.kind === 'zip') return folderExport(name, await openZipFolder(await pathOf(request)))
    if (form.kind === 'tar') return folderExport(name, await openTarFolder(chunks, temporary))
    return folderExport(name, await openLooseFolder({ path: origin, name, kind: form.fileKind, chunks }))
  } catch (error) {
    if (!(error instanceof BrokenFileError)) throw error
    return refusal(error.reason, `${name} cannot be used. ${error.message}`)
  }
}

/** Zips and repositories are read out of order. */
async function pathOf({ path, chunks, temporary }: ExportRequest): Promise<string> {
  return path ?? (await temporary.keep(chunks, 'export'))
}

async function openCar(path: string): Promise<OpenedExport> {
  const car = await CarFile.open(path)
  try {
    const repository = openRepository(car)
    return {
      kind: 'opened',
      items: () => readRepository(car, repository),
      progress01: () => car.progress01,
      close: () => car[Symbol.asyncDispose](),
    }
  } catch (error) {
    await car[Symbol.asyncDispose]()
    throw error
  }
}

async function folderExport(name: string, folder: ExportFolder): Promise<OpenedExport | RefusedInput> {
  const hasPosts = folder.files.some(
    ({ kind }) => kind === 'tweets' || kind === 'deleted_tweets' || kind === 'outbox',
  )
  if (!hasPosts) {
    await folder.close()
    return nothingIn(name, folder)
  }
  return { kind: 'opened', items: () => itemsOf(folder), progress01: folder.progress01, close: folder.close }
}

async function* itemsOf(folder: ExportFolder): AsyncGenerator<ArchiveItem> {
  yield* folder.problems
  yield* readXArchive(folder)
  yield* readMastodonArchive(folder)
}

const MESSAGES: Readonly<Partial<Record<FileParkReason, string>>> = {
  encrypted: 'is encrypted. Unpack it with its password and import tweets.js or outbox.json from the folder.',
  unsupported:
    'is packed in a way Verity does not read. Unpack it and import tweets.js or outbox.json from the folder.',
  broken_zip: 'is damaged or cut off. Download it again.',
  broken_tar: 'is damaged or cut off. Download it again.',
  broken_gzip: 'is damaged or cut off. Download it again.',
  unsafe_path:
    'names its files so that they would land outside its folder. Verity does not read such archives.',
  too_large: 'holds files larger than any export has.',
}

function nothingIn(name: string, { problems }: ExportFolder): RefusedInput {
  const [problem] = problems
  const message = problem === undefined ? undefined : MESSAGES[problem.reason as FileParkReason]
  if (problem !== undefined && message !== undefined)
    return refusal(problem.reason as FileParkReason, `${name} ${message}`, problem.sample)
  return refusal(
    'no_posts',
    `${name} holds no posts Verity knows: neither tweets.js of an export from X nor outbox.json of one from Mastodon.`,
  )
}

function refusal(reason: FileParkReason, message: string, sample = ''): RefusedInput {
  return { kind: 'refused', reason, message, sample }
}
