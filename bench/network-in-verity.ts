import { readActions } from '../src/integrity/network/action-reader.ts'
import { ActionList } from '../src/integrity/network/actions.ts'
import { ACTION_COLUMNS } from '../src/integrity/network/csv-actions.ts'
import { similarNeighbours } from '../src/integrity/network/similar-texts.ts'
import { toolkitNetwork } from '../src/integrity/network/toolkit-rule.ts'
import type { NetworkMeasurement, NetworkRequest } from './network.ts'

/** Child process of `bench/network.ts`: reads files and makes a network by the toolkit's rule, timed from its start. */
const request = JSON.parse(process.argv[2] ?? '{}') as NetworkRequest
const { files, channel, windowSeconds, minWeight } = request
const startedAt = performance.now()
const list = new ActionList('drop')
for (const path of files) await readActions({ path, channel, columns: ACTION_COLUMNS }, list)
const actions = list.take()
const similar = { windowSeconds, similarity01: 0.9, minTokens: 5 }
const edges = toolkitNetwork(actions, {
  ...{ windowSeconds, minWeight },
  ...(channel === 'similar' && { neighbours: similarNeighbours(actions, similar) }),
})
process.send?.({
  seconds: (performance.now() - startedAt) / 1_000,
  edges: edges.length,
  peakRssBytes: process.resourceUsage().maxRSS * 1_024,
} satisfies NetworkMeasurement)
