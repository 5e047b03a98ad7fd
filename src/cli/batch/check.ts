import { z } from 'zod'
import { archiveSources } from '../../assistant/archive-sources.ts'
import { judgeClaim } from '../../truth/check/judge-claim.ts'
import type { BatchTask } from './batch-task.ts'
import { lazyArchive } from './lazy-archive.ts'
import { readItem } from './read-item.ts'

const itemSchema = z.object({
  id: z.union([z.string(), z.number()]),
  claim: z.string(),
  evidence: z
    .array(z.object({ id: z.string().or(z.number()).transform(String), text: z.string() }))
    .nullish(),
  lang: z.string().nullish(),
})

/** What the evidence says of each claim: the best guess, how sure it is, and whether it would be shown as a verdict. */
export const task: BatchTask = {
  open: async (context) => {
    const archive = lazyArchive(context)
    return {
      handle: async (raw) => {
        const { id, claim, evidence: given, lang } = readItem(itemSchema, raw)
        const evidence = given ?? (await archiveSources(await archive.open(), [claim], context.signal))
        const {
          label,
          confidence01,
          probabilities,
          committed,
          evidence: spans,
        } = judgeClaim(claim, evidence, lang ?? null)
        return {
          id,
          label,
          confidence01,
          probabilities,
          committed,
          evidence: spans.map((span) => ({
            id: span.id,
            stance: span.stance,
            confidence01: span.confidence01,
            relevance01: span.relevance01,
            start: span.start,
            end: span.end,
          })),
        }
      },
      [Symbol.asyncDispose]: () => archive.close(),
    }
  },
}
