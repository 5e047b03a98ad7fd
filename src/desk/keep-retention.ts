import type { Archive } from '../archive/archive.ts'
import type { SettingsStore } from '../ledger/settings.ts'
import type { Log } from '../lib/log.ts'
import type { Timing } from '../lib/timing.ts'

const EVERY_MS = 3_600_000

export type RetentionDependencies = {
  readonly archive: Pick<Archive, 'applyRetention'>
  readonly settings: Pick<SettingsStore, 'get'>
  readonly timing: Timing
  readonly log: Log
}

/** Removes what the settings no longer allow. @returns how many posts and pages went */
export async function applyRetentionOnce({ archive, settings }: RetentionDependencies): Promise<number> {
  const limits = await settings.get()
  const { removed, removedPages } = await archive.applyRetention({
    days: limits.retentionDays,
    sizeBytesMax: limits.retentionSizeBytesMax,
    networks: limits.retentionByNetwork,
    pages: { days: limits.pagesDays, sizeBytesMax: limits.pagesSizeBytesMax },
  })
  return removed + removedPages
}

/**
 * Applies retention now and every hour until the signal aborts. Settings are read each time, so a change takes
 * effect within the hour; call `applyRetentionOnce` where it should at once. A failure is logged and tried again
 * at the next hour. Never throws.
 */
export async function keepRetention(deps: RetentionDependencies, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const removed = await applyRetentionOnce(deps)
      if (removed > 0) deps.log.info({ removed }, 'Posts and pages beyond the retention limits were removed.')
    } catch (err) {
      deps.log.warn({ err }, 'Retention could not be applied; it is tried again in an hour.')
    }
    await deps.timing.wait(EVERY_MS, signal)
  }
}
