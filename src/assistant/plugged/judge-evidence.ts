import type { EvidenceItem } from '../answer-writer.ts'
import { loadPrompt } from '../prompts/prompts.ts'
import { type ModelRun, replyOf } from './call-model.ts'
import { encode, encodeEvidence } from './encode.ts'
import { fieldsOf, listOf, readJson } from './read-json.ts'

export type Judgement = {
  /** Most telling first. */
  readonly kept: readonly EvidenceItem[]
  readonly leftOut: readonly { readonly item: EvidenceItem; readonly reason: 'off_topic' | 'joke' }[]
  readonly isEnough: boolean
}

/** Below this there is nothing to sort. */
const ITEMS_MIN = 4
/**
 * A post may talk a model into throwing the others out. So the first few of our own ranking stay whatever it says, and
 * a judgement that keeps less than a quarter is not followed. Set on 2026-11-22 by hand.
 */
const ALWAYS_KEPT = 3
const KEPT_SHARE_MIN = 0.25
const OUTPUT_TOKENS_MAX = 400
const TIME_SHARE = 0.25

/**
 * Lets the model sort what was found. Its reply is read as numbers and nothing else: it can leave posts out, it cannot
 * search, call a tool or write.
 *
 * @param evidence our own ranking, best first
 * @throws {AppError} over_limit, upstream_failed, cancelled
 */
export async function judgeEvidence(
  { question, evidence }: { readonly question: string; readonly evidence: readonly EvidenceItem[] },
  run: ModelRun,
): Promise<Judgement> {
  if (evidence.length < ITEMS_MIN) return { kept: evidence, leftOut: [], isEnough: evidence.length > 0 }
  const prompt = loadPrompt('judge')
  const { text } = await replyOf(
    {
      step: 'judge',
      prompt,
      instructions: prompt.text,
      input: ['Posts:', ...encodeEvidence(evidence), '', `Question: ${encode(question)}`].join('\n'),
      outputTokensMax: OUTPUT_TOKENS_MAX,
      msMax: run.spending.msMax * TIME_SHARE,
    },
    run,
  )
  const judgement = readJudgement(text, evidence)
  if (judgement !== null) return judgement
  run.spending.noteLast('The judgement could not be used: nothing was left out.', 'unusable')
  return { kept: evidence, leftOut: [], isEnough: true }
}

/** Exported for the tests. @returns null when the text holds no judgement, or one that throws nearly everything out */
export function readJudgement(text: string, evidence: readonly EvidenceItem[]): Judgement | null {
  const fields = fieldsOf(readJson(text))
  const reasons = new Map<number, 'off_topic' | 'joke'>()
  for (const reason of ['off_topic', 'joke'] as const)
    for (const n of numbersOf(fields[reason])) if (n > ALWAYS_KEPT) reasons.set(n, reason)
  const use = numbersOf(fields['use']).filter((n) => n <= evidence.length && !reasons.has(n))
  if (use.length === 0 && reasons.size === 0) return null
  const order = [...new Set([...use, ...evidence.map((_, index) => index + 1)])].filter(
    (n) => !reasons.has(n),
  )
  if (order.length < evidence.length * KEPT_SHARE_MIN) return null
  return {
    kept: order.flatMap((n) => evidence[n - 1] ?? []),
    leftOut: [...reasons].flatMap(([n, reason]) => {
      const item = evidence[n - 1]
      return item === undefined ? [] : [{ item, reason }]
    }),
    isEnough: fields['enough'] !== false,
  }
}

function numbersOf(value: unknown): number[] {
  return listOf(value)
    .map((entry) => Number(typeof entry === 'string' ? entry.replace(/\D/g, '') : entry))
    .filter((n) => Number.isSafeInteger(n) && n >= 1)
}
