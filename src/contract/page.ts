import { z } from 'zod'

/** The snapshot of a web page, as it was once read. Times are ISO 8601, UTC; null is unknown. */
export const pageSchema = z.object({
  id: z.string(),
  /** Where it was read, after redirects. */
  url: z.string(),
  canonical_url: z.string(),
  site: z.string(),
  title: z.string().nullable(),
  byline: z.string().nullable(),
  published_at: z.string().nullable(),
  fetched_at: z.string(),
  lang: z.string().nullable(),
  /** Cleaned text; citations count in it. */
  text: z.string(),
  /** Of `text` in UTF-8, hexadecimal: what a quote can be checked against. */
  text_sha256: z.string(),
})

export type PageJson = z.infer<typeof pageSchema>
