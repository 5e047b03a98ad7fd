/** Ids of posts that Verity invented begin with this network's name; a citation carries nothing else that says so. */
const SIMULATED_PREFIX = 'simulated:'

export function isSimulatedId(postId: string): boolean {
  return postId.startsWith(SIMULATED_PREFIX)
}

const NETWORK_NAMES: Readonly<Record<string, string>> = { bluesky: 'Bluesky', mastodon: 'Mastodon', x: 'X' }

/** How a source is written for people: networks by their own name, others as they are called. */
export function sourceName(source: string): string {
  return NETWORK_NAMES[source] ?? source
}
