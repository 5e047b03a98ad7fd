import { accessSync, constants, existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../cli/command.ts'
import { PICTURES_FOLDER } from '../desk/picture-folder.ts'
import type { Settings } from '../ledger/settings.ts'

const VERITY = 'npm run verity --'

export type KeepingExamination = {
  readonly settings: Settings
  readonly dataDir: string
  /** What the embedded archive takes now; null where it is on a server or could not be asked. */
  readonly archiveBytes: number | null
  /** Free on the disk of the data directory; null where that is not known. */
  readonly freeBytes: number | null
}

/** What is kept how long and whether there is room for it, and whether pictures can be kept. */
export async function examineKeeping(of: KeepingExamination): Promise<readonly Finding[]> {
  return [retentionFinding(of), await picturesFinding(of)]
}

function retentionFinding({ settings, archiveBytes, freeBytes }: KeepingExamination): Finding {
  const area = 'retention'
  const { retentionSizeBytesMax, pagesSizeBytesMax } = settings
  const mayGrowTo = retentionSizeBytesMax + pagesSizeBytesMax
  const room = archiveBytes === null || freeBytes === null ? null : archiveBytes + freeBytes
  if (room !== null && mayGrowTo > room) {
    return {
      ...{ area, state: 'missing' },
      detail: `posts and pages may grow to ${bytes(mayGrowTo)}, but there is room for ${bytes(room)}`,
      fix: `${VERITY} sources retention all --size ${Math.max(1, Math.floor(room / 2e9))}GB, or free some space`,
    }
  }
  return { area, state: 'works', detail: retentionText(settings), fix: null }
}

function retentionText(settings: Settings): string {
  const own = Object.entries(settings.retentionByNetwork).map(([network, { days, sizeBytesMax }]) => {
    const limits = [days === null ? null : `${days} days`, sizeBytesMax === null ? null : bytes(sizeBytesMax)]
    return `${network} ${limits.filter((limit) => limit !== null).join(' or ')}`
  })
  return [
    `live posts ${settings.retentionDays} days or ${bytes(settings.retentionSizeBytesMax)}`,
    ...own,
    `pages ${settings.pagesDays} days or ${bytes(settings.pagesSizeBytesMax)}`,
  ].join('; ')
}

async function picturesFinding({ settings, dataDir }: KeepingExamination): Promise<Finding> {
  const area = 'pictures'
  if (settings.thumbnails === 'off')
    return { area, state: 'works', detail: 'off: no picture of a post is fetched', fix: null }
  const folder = join(dataDir, PICTURES_FOLDER)
  if (!existsSync(folder)) return { area, state: 'works', detail: 'on: none was fetched yet', fix: null }
  try {
    accessSync(folder, constants.R_OK | constants.W_OK)
    const sizes = await Promise.all((await readdir(folder)).map((name) => sizeOf(join(folder, name))))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const most = bytes(settings.thumbnailsSizeBytesMax)
    return { area, state: 'works', detail: `on: ${sizes.length} kept, ${bytes(total)} of ${most}`, fix: null }
  } catch {
    return {
      ...{ area, state: 'broken', detail: `${folder} cannot be read and written` },
      fix: 'give it to the user who runs Verity, or remove it: pictures are fetched again',
    }
  }
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}

function bytes(count: number): string {
  return count >= 1e9 ? `${Number((count / 1e9).toFixed(1))} GB` : `${Math.ceil(count / 1e6)} MB`
}
