import { z } from 'zod'

/** What one rule may hold on the plan that allows most; X itself refuses longer ones on other plans. */
const RULE_LENGTH_MAX = 2_048
const RULES_MAX = 1_000
const TAG_LENGTH_MAX = 100

/** Where X's API lives. */
const X_BASE_URL = 'https://api.x.com'

/** Visible ASCII only: anything else cannot stand in a header. */
const TOKEN = /^[\x21-\x7e]+$/

const ruleSchema = z.strictObject({
  value: z
    .string()
    .trim()
    .min(1)
    .max(RULE_LENGTH_MAX)
    .describe('A rule of the filtered stream, e.g. `(flood OR crue) lang:fr -is:retweet`'),
  tag: z
    .string()
    .trim()
    .min(1)
    .max(TAG_LENGTH_MAX)
    .optional()
    .describe('A word that marks the posts this rule found'),
})

/**
 * What people choose for a source of kind `x`. Unknown keys are refused.
 *
 * @see https://docs.x.com/x-api/posts/filtered-stream/introduction
 */
export const xOptionsSchema = z.strictObject({
  bearer_token: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .regex(TOKEN, 'A bearer token has no spaces and no special characters.')
    .describe("The bearer token of your own app, from X's developer console"),
  rules: z
    .array(ruleSchema)
    .min(1, 'X sends only what a rule asks for: give at least one.')
    .max(RULES_MAX)
    .refine((rules) => new Set(rules.map(({ value }) => value)).size === rules.length, {
      message: 'The same rule is given twice.',
    })
    .describe('Posts that match any of these rules are read'),
  connections: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('2 holds a second connection against interruptions; X allows it on Enterprise plans only'),
  backfill: z
    .enum(['search', 'stream', 'none'])
    .default('search')
    .describe(
      'How posts written during an interruption are fetched: `search` asks recent search, up to seven days back; ' +
        '`stream` lets the stream replay up to five minutes (Enterprise plans) and searches for longer ones; ' +
        '`none` leaves them out and says so',
    ),
  deletions: z
    .enum(['job', 'lookup', 'none'])
    .default('job')
    .describe(
      'How deleted and edited posts are found, which X asks of everybody who stores posts: `job` has X check all stored ones at ' +
        'once and costs no reads; `lookup` asks for each and counts as reading it; `none` leaves it to you',
    ),
  deletions_every_hours: z
    .int()
    .min(1)
    .max(168)
    .default(24)
    .describe('How often they are looked for; X asks for once a day'),
  author_details: z
    .boolean()
    .default(true)
    .describe('Read the name and age of each account; X may bill a user read for each'),
  base_url: z
    .url()
    .refine(isSafeAddress, 'The address must be https, or http on this machine: the token is sent there.')
    .default(X_BASE_URL)
    .describe("Where X's API is; only tests and proxies change it"),
})

/** What people type. */
export type XOptionsInput = z.input<typeof xOptionsSchema>
/** The same with its defaults. */
export type XOptions = z.output<typeof xOptionsSchema>
export type XRule = XOptions['rules'][number]

function isSafeAddress(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return false
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)
}
