import { z } from 'zod'
import { checkworthiness } from '../../truth/claims/checkworthiness.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  lang: z.string().nullish(),
})

/** How much each text is worth checking. */
export const task: BatchTask = {
  open: async () => ({
    handle: async (raw) => {
      const { id, text, lang } = readItem(itemSchema, raw)
      return { id, score01: checkworthiness(text, lang ?? null) }
    },
    [Symbol.asyncDispose]: async () => {},
  }),
}
