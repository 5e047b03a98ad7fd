import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { BrokenFileError } from '../archive-item.ts'
import { type ExportFile, type ExportFileKind, type ExportFolder, exportFileKind } from './export-folder.ts'

/** Kinds that say something about posts in other files, and are read along with them. */
const COMPANIONS: ReadonlySet<ExportFileKind> = new Set(['account', 'note_tweets', 'actor'])

/**
 * One file of an export that was unpacked before, with what lies beside it and belongs to it: whose posts these
 * are, and the full text of long ones.
 *
 * @param path where the file lies; null for a stream, which has nothing beside it
 * @param chunks the file itself; read once
 */
export async function openLooseFolder(of: {
  readonly path: string | null
  readonly name: string
  readonly kind: ExportFileKind
  readonly chunks: AsyncIterable<Uint8Array>
}): Promise<ExportFolder> {
  const own: ExportFile = { kind: of.kind, name: of.name, read: () => of.chunks }
  const companions = of.path === null ? [] : await companionsOf(of.path)
  return { files: [own, ...companions], problems: [], progress01: () => null, close: async () => {} }
}

async function companionsOf(path: string): Promise<ExportFile[]> {
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => [])
  const files: ExportFile[] = []
  for (const name of names) {
    const kind = exportFileKind(name)
    if (kind === null || !COMPANIONS.has(kind) || name === basename(path)) continue
    const isFile = await stat(join(folder, name)).then(
      (facts) => facts.isFile(),
      () => false,
    )
    if (isFile) files.push({ kind, name, read: () => readCompanion(join(folder, name)) })
  }
  return files
}

async function* readCompanion(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) yield chunk
  } catch (cause) {
    throw new BrokenFileError('unreadable', `${path} cannot be read.`, { cause })
  }
}
