import { z } from 'zod'
import { judgeStance } from '../../truth/stance/judge-stance.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  target: z.string(),
  thread: z.array(z.unknown()).nullish(),
  lang: z.string().nullish(),
})

/** How each reply stands to what it answers. The rest of the thread is taken and not read. */
export const task: BatchTask = {
  open: async () => ({
    handle: async (raw) => {
      const { id, text, target, lang } = readItem(itemSchema, raw)
      const { stance, confidence01 } = judgeStance(text, target, lang ?? null)
      return { id, stance, confidence01 }
    },
    [Symbol.asyncDispose]: async () => {},
  }),
}
