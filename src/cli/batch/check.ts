import { z } from 'zod'
import { checkClaim } from '../../assistant/verdict/check-claim.ts'
import type { ClaimEvidence, ClaimLabel, ClaimProbabilities } from '../../domain/verdict.ts'
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

/** What a claim comes to, whether its evidence was given or found. */
type Judged = {
  readonly label: ClaimLabel
  readonly confidence01: number
  readonly probabilities: ClaimProbabilities
  readonly committed: boolean
  readonly evidence: readonly ClaimEvidence[]
}

/**
 * What the evidence says of each claim: the best guess, how sure it is, and whether it would be shown as a verdict. Without
 * evidence it is looked for as `verity check` does, in stored posts and pages.
 */
export const task: BatchTask = {
  open: async (context) => {
    const archive = lazyArchive(context)
    let web: Awaited<ReturnType<typeof context.openWeb>> | null = null
    const look = async (claim: string, lang: string | null): Promise<Judged> => {
      const opened = await archive.open()
      web ??= await context.openWeb(opened, { asksServices: false })
      const deps = { archive: opened, clock: context.clock, signal: context.signal, findPages: web.findPages }
      const { verdict, evidence } = await checkClaim({ claim, lang }, deps)
      return { ...verdict, evidence }
    }
    return {
      handle: async (raw) => {
        const { id, claim, evidence: given, lang } = readItem(itemSchema, raw)
        const judged = given ? judgeClaim(claim, given, lang ?? null) : await look(claim, lang ?? null)
        const { label, confidence01, probabilities, committed, evidence: spans } = judged
        return {
          ...{ id, label, confidence01, probabilities, committed },
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
      [Symbol.asyncDispose]: async () => {
        await web?.[Symbol.asyncDispose]()
        await archive.close()
      },
    }
  },
}
