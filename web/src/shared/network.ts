import type { Words } from './i18n/use-words.ts'
import { cleanLine } from './text/clean-text.ts'

/** Ids of posts that Verity invented begin with this network's name; a citation carries nothing else that says so. */
const SIMULATED_PREFIX = 'simulated:'

export function isSimulatedId(postId: string): boolean {
  return postId.startsWith(SIMULATED_PREFIX)
}

const NETWORK_NAMES: Readonly<Record<string, string>> = { bluesky: 'Bluesky', mastodon: 'Mastodon', x: 'X' }

/** How a source is written for people: networks by their own name, ours in the reader's language, others as they are called. */
export function sourceName({ t }: Words, source: string): string {
  if (source === 'simulated') return t('source.simulated')
  if (source === 'file') return t('source.file')
  if (source === 'feeds') return t('kind.feeds')
  return NETWORK_NAMES[source] ?? cleanLine(source)
}
