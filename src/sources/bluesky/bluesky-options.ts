import { z } from 'zod'

const address = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `must be an address, e.g. ${example}` }).max(500)

/**
 * What people can choose about a Bluesky source. Every option has a default that works alone; what does not go
 * together does not parse.
 */
export const blueskyOptionsSchema = z
  .strictObject({
    transport: z
      .enum(['jetstream', 'jetstream2', 'firehose'])
      .default('jetstream')
      .describe(
        'jetstream: events as JSON, light. jetstream2: the same from newer servers, compressed. firehose: the signed records themselves, several times the data.',
      ),
    endpoints: z
      .array(address(/^wss?$/, 'wss://jetstream2.us-east.bsky.network/subscribe'))
      .min(1)
      .max(8)
      .readonly()
      .optional()
      .describe('WebSocket addresses to try in turn; without, the public ones of the transport.'),
    counts: z
      .array(z.enum(['replies', 'reposts', 'likes']))
      .max(3)
      .readonly()
      .default(['replies'])
      .describe(
        'What to count. Replies cost nothing; reposts double the stream; likes are several times the posts.',
      ),
    profiles: z.boolean().default(true).describe('Whether to follow changes of display names.'),
    handles: z
      .enum(['off', 'events', 'appview'])
      .default('events')
      .describe(
        'How handles become known. events: from what servers claim when an account changes. appview: also asked ' +
          'for, 25 at a time, from an application view that checks them.',
      ),
    appView: address(/^https?$/, 'https://public.api.bsky.app')
      .default('https://public.api.bsky.app')
      .describe('The application view that is asked for handles and for older posts.'),
    compressionDictionary: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe('Path of the zstd dictionary of older Jetstream servers; with it, messages come compressed.'),
    verify: z
      .boolean()
      .default(false)
      .describe('Whether signatures and trees of commits are checked. Firehose only.'),
    plcDirectory: address(/^https?$/, 'https://plc.directory')
      .default('https://plc.directory')
      .describe('The directory that is asked for the keys of did:plc accounts.'),
  })
  .refine((options) => !options.verify || options.transport === 'firehose', {
    path: ['verify'],
    error: 'only the firehose carries signatures: choose transport "firehose"',
  })
  .refine((options) => options.compressionDictionary === undefined || options.transport === 'jetstream', {
    path: ['compressionDictionary'],
    error: 'only transport "jetstream" takes a dictionary from a file',
  })

export type BlueskySettings = z.output<typeof blueskyOptionsSchema>
