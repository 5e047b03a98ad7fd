import { z } from 'zod'

/** `waiting`: it should run, and no process runs it now. */
export const sourceStateSchema = z.enum([
  'connecting',
  'connected',
  'unreachable',
  'waiting',
  'paused',
  'failed',
])

/** A live source as everybody who is signed in may see it. Totals are since it was connected. */
export const sourceSchema = z.object({
  id: z.string(),
  /** `bluesky`, … */
  kind: z.string(),
  title: z.string(),
  state: sourceStateSchema,
  enabled: z.boolean(),
  posts_per_second: z.number().nullable(),
  /** Time of the newest event, as the network dates it. */
  last_event_at: z.string().nullable(),
  /** When that event arrived here. */
  last_received_at: z.string().nullable(),
  /** How far behind the network the newest event is now: now − `last_event_at`. Grows while nothing arrives. */
  lag_ms: z.number().nullable(),
  /** How late the newest event arrived: `last_received_at` − `last_event_at`. */
  delay_ms: z.number().nullable(),
  last_error: z.string().nullable(),
  last_error_at: z.string().nullable(),
  stored: z.int(),
  dropped: z.record(z.string(), z.int()),
  parked: z.record(z.string(), z.int()),
  cursor: z.string().nullable(),
})

const LIST_MAX = 200
const words = z.array(z.string().trim().min(1).max(100)).max(LIST_MAX)
const accounts = z.array(z.string().trim().min(1).max(200)).max(LIST_MAX)
const language = z.string().regex(/^[a-z]{2,3}$/, 'a language is two or three small letters such as fr')

/** What is kept of a source; every part narrows further, an empty list asks nothing. */
export const sourceFilterSchema = z.strictObject({
  /** As declared, else as detected; `und` keeps posts whose language cannot be told. */
  languages: z.array(language).max(LIST_MAX),
  /** Whole words or phrases, in any case, with any accents: at least one of them. */
  keywords_any: words,
  keywords_none: words,
  /** Account ids or handles; `*` at the beginning stands for anything. */
  accounts_allow: accounts,
  accounts_deny: accounts,
  /** Share of posts that is kept, always the same ones. */
  share01: z.number().gt(0).max(1),
})

export const sourceFilterPatchSchema = sourceFilterSchema.partial()

/** The same, for the owner alone, with everything that helps to find out why. Secrets are never among the options. */
export const sourceDetailSchema = sourceSchema.extend({
  options: z.record(z.string(), z.unknown()),
  /** Every secret option of the kind, and whether it is set. */
  secrets_set: z.record(z.string(), z.boolean()),
  filter: sourceFilterSchema,
  errors: z.array(
    z.object({ first_at: z.string(), last_at: z.string(), count: z.int(), message: z.string() }),
  ),
  parked_samples: z.array(z.object({ reason: z.string(), raw: z.string(), at: z.string() })),
  dropped_samples: z.array(
    z.object({ reason: z.string(), id: z.string(), author: z.string(), text: z.string(), at: z.string() }),
  ),
  /** What it follows, one by one, where its network says how each is: rules of X. */
  parts: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['working', 'waiting', 'refused']),
      note: z.string().nullable(),
    }),
  ),
  /** When the network was last asked which stored posts were deleted; null where it says so by itself. */
  rechecked_at: z.string().nullable(),
})

export const optionFieldSchema = z.object({
  name: z.string(),
  input: z.enum(['text', 'number', 'boolean', 'choice', 'list', 'json']),
  secret: z.boolean(),
  required: z.boolean(),
  /** Asked for at once; the others are for those who look for them. */
  main: z.boolean(),
  default: z.unknown(),
  /** Of a `choice`, or of the texts of a `list`. */
  choices: z.array(z.string()),
  /** A `list` of objects: the text that makes one. */
  item_name: z.string().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  description: z.string().nullable(),
})

/** A kind of source that can be added, with its options as a form needs them. */
export const sourceKindSchema = z.object({
  kind: z.string(),
  title: z.string(),
  fields: z.array(optionFieldSchema),
  /** Older posts that can be asked for: a name, and in words what must be given with it. */
  backfills: z.array(z.object({ name: z.string(), target: z.string() })),
})

export const sourceListSchema = z.object({ sources: z.array(sourceSchema) })
export const sourceKindListSchema = z.object({ kinds: z.array(sourceKindSchema) })

const options = z.record(z.string(), z.unknown())
const title = z.string().trim().min(1).max(120)

/** `POST /api/sources`. One with the very same options that exists already is resumed instead. */
export const addSourceBodySchema = z.strictObject({
  kind: z.string(),
  options: options.optional(),
  filter: sourceFilterPatchSchema.optional(),
  title: title.optional(),
})

/** `PATCH /api/sources/:id`. Of options and filter only what is named changes; null takes an option away. */
export const changeSourceBodySchema = z.strictObject({
  enabled: z.boolean().optional(),
  options: options.optional(),
  filter: sourceFilterPatchSchema.optional(),
  title: title.optional(),
})

export type SourceJson = z.infer<typeof sourceSchema>
export type SourceDetailJson = z.infer<typeof sourceDetailSchema>
export type SourceFilterJson = z.infer<typeof sourceFilterSchema>
export type SourceFilterPatchJson = z.infer<typeof sourceFilterPatchSchema>
export type SourceKindJson = z.infer<typeof sourceKindSchema>
export type OptionFieldJson = z.infer<typeof optionFieldSchema>
export type AddSourceJson = z.infer<typeof addSourceBodySchema>
export type ChangeSourceJson = z.infer<typeof changeSourceBodySchema>
