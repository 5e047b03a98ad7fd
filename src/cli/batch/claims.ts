import { z } from 'zod'
import { claimsWorthChecking } from '../../truth/claims/find-claims.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  lang: z.string().nullish(),
  author: z.string().nullish(),
})

/** The claims of each text that can be checked, most worth it first; opinions, questions, promises and jokes are left out. */
export const task: BatchTask = {
  open: async () => ({
    handle: async (raw) => {
      const { id, text, lang, author } = readItem(itemSchema, raw)
      const claims = claimsWorthChecking(text, { lang: lang ?? null, origin: author ?? null })
      return {
        id,
        claims: claims.map((claim) => ({
          text: claim.text,
          start: claim.start,
          end: claim.end,
          score01: claim.score01,
        })),
      }
    },
    [Symbol.asyncDispose]: async () => {},
  }),
}
