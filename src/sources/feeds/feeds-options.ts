import { z } from 'zod'
import { webAddress } from './feed-document.ts'
import { NEWS_LIST_NAMES } from './news-lists.ts'

const FEEDS_MAX = 300
const HOUR_S = 3_600

/** What a person says about a feeds source: addresses, lists of ours, or both. */
export const feedsOptionsSchema = z
  .strictObject({
    feeds: z
      .array(z.string().trim().refine(isFeedAddress, 'Give an address like https://example.org/feed.xml.'))
      .max(FEEDS_MAX)
      .default([])
      .describe('Addresses of RSS, Atom or JSON feeds and of news sitemaps'),
    lists: z
      .array(z.enum(NEWS_LIST_NAMES))
      .max(NEWS_LIST_NAMES.length)
      .default([])
      .describe('Lists of public news feeds that come with Verity: news-en (English), news-fr (French)'),
    fullText: z
      .boolean()
      .default(true)
      .describe(
        'Whether articles are fetched and kept as pages; without it only what the feed itself says is read',
      ),
    pollMinSeconds: z
      .number()
      .int()
      .min(60)
      .max(24 * HOUR_S)
      .default(300)
      .describe('Shortest time between two readings of one feed, in seconds'),
    pollMaxSeconds: z
      .number()
      .int()
      .min(60)
      .max(7 * 24 * HOUR_S)
      .default(HOUR_S)
      .describe('Longest time between two readings of one feed that asks for nothing longer, in seconds'),
    contact: z
      .string()
      .trim()
      .regex(/^[\x21-\x27\x2a-\x7e]{3,200}$/, 'Give an address of the web or of mail, without spaces.')
      .optional()
      .describe('Where the people behind a site can reach you; sent to them as part of the User-Agent'),
  })
  .superRefine((options, context) => {
    const fail = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (options.feeds.length + options.lists.length === 0) fail('feeds', 'Name at least one feed or list.')
    if (options.pollMinSeconds > options.pollMaxSeconds)
      fail('pollMinSeconds', 'The shortest time between two readings is longer than the longest.')
  })

export type FeedsOptionsInput = z.input<typeof feedsOptionsSchema>
export type FeedsOptions = z.output<typeof feedsOptionsSchema>

function isFeedAddress(address: string): boolean {
  return webAddress(address, address) !== null
}
