import { z } from 'zod'
import { blueskySource } from '../sources/bluesky/bluesky-source.ts'
import { type SourceKind, sourceKind } from './source-kind.ts'

/** The networks that can be connected, in the order people see them. */
export const SOURCE_KINDS: readonly SourceKind[] = [
  sourceKind({
    kind: 'bluesky',
    title: 'Bluesky',
    byDefault: true,
    options: z.strictObject({}),
    secrets: [],
    streamOptions: [],
    titleOf: () => 'Bluesky',
    open: (_, { timing, random, jetstreamUrl }) =>
      blueskySource({ timing, random, ...(jetstreamUrl !== null && { endpoints: [jetstreamUrl] }) }),
  }),
]
