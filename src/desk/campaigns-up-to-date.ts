import type { Archive } from '../archive/archive.ts'
import { toAppError } from '../domain/errors.ts'
import { newCampaignId } from './campaign-id.ts'
import { findCampaigns } from './find-campaigns.ts'

/** In a larger archive a question does not wait: it takes the campaigns that were found last. */
const POSTS_MAX = 200_000

type Request = {
  readonly clock: () => number
  readonly signal: AbortSignal
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>
}

/**
 * For a command that answers from an archive without a server: looks for campaigns among posts that came since the last time.
 * Nothing where a server keeps them up to date, or where nothing came.
 */
export async function bringCampaignsUpToDate(
  archive: Archive,
  { clock, signal, stderr }: Request,
): Promise<void> {
  const { posts } = await archive.stats()
  if (posts === 0 || posts > POSTS_MAX) return
  try {
    await findCampaigns({ archive, now: clock, newId: newCampaignId, signal })
  } catch (thrown) {
    signal.throwIfAborted()
    // An answer that counts an older list of campaigns is better than none.
    stderr.write(`Campaigns could not be brought up to date: ${toAppError(thrown).message}\n`)
  }
}
