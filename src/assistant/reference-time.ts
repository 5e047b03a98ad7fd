import type { Archive } from '../archive/archive.ts'
import { findTimes } from './read/times.ts'

/** "Monday" said to an archive that ended in March is a Monday of March. UTC milliseconds. */
export async function referenceTime(
  text: string,
  { archive, clock }: { readonly archive: Pick<Archive, 'stats'>; readonly clock: () => number },
): Promise<number> {
  const now = clock()
  if (findTimes(text, now).every((time) => time.day === null)) return now
  const { newestAt } = await archive.stats()
  return newestAt === null ? now : Math.min(now, newestAt)
}
