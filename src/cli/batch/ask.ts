import { z } from 'zod'
import { toAnswerJson } from '../../assistant/answer-json.ts'
import { answer } from '../../assistant/ask.ts'
import { bringCampaignsUpToDate } from '../../desk/campaigns-up-to-date.ts'
import { textOption } from '../command.ts'
import type { BatchTask } from './batch-task.ts'
import { readItem } from './read-item.ts'

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string().trim().min(1).max(4_000),
})

export const task: BatchTask = {
  open: async (context, parsed) => {
    // The archive last: nothing would close it if the model could not be opened.
    const writer = await context.openWriter(textOption(parsed, 'model') ?? null)
    const archive = await context.openArchive()
    await bringCampaignsUpToDate(archive, context)
    return {
      handle: async (raw) => {
        const { id, question } = readItem(itemSchema, raw)
        const found = await answer(
          { question },
          { archive, clock: context.clock, signal: context.signal, ...(writer !== null && { writer }) },
        )
        return { id, ...toAnswerJson(found) }
      },
      [Symbol.asyncDispose]: () => archive.close(),
    }
  },
}
