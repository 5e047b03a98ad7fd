import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Message } from '../src/assistant/understand/standalone/mentions.ts'
import { STOP_WORDS } from '../src/assistant/words/stop-words.ts'

/** One question of a conversation, with what a person made of it for somebody who has not read the conversation. */
export type RewriteItem = {
  readonly id: string
  readonly year: string
  /** Conversations about one topic share it: they never stand on both sides of a split. */
  readonly topic: string
  readonly history: readonly Message[]
  readonly question: string
  readonly wanted: string
  readonly profile: readonly string[]
}

type Row = {
  readonly id: string
  readonly history: readonly { readonly utterance: string; readonly response?: string }[]
  readonly utterance: string
  readonly rewrite: string
  readonly ptkb?: Readonly<Record<string, string>>
}

const YEARS = { '2019': 'cast2019', '2021': 'cast2021', '2023': 'ikat2023' } as const

/** The questions that have a history. @param dataDir folder of the evaluation data */
export async function readRewritingSet(dataDir: string): Promise<RewriteItem[]> {
  const items: RewriteItem[] = []
  for (const [year, name] of Object.entries(YEARS)) {
    const file = join(dataDir, 'rewriting', 'cast-ikat', `${name}.jsonl.gz`)
    const lines = gunzipSync(await readFile(file))
      .toString('utf8')
      .trimEnd()
      .split('\n')
    for (const line of lines) {
      const row = JSON.parse(line) as Row
      if (row.history.length > 0) items.push(toItem(row, year))
    }
  }
  return items
}

function toItem(row: Row, year: string): RewriteItem {
  return {
    id: row.id,
    year,
    topic: row.id.replace(/_\d+$/, '').replace(/^(ikat\w+-\d+)-\d+$/, '$1'),
    history: row.history.flatMap(({ utterance, response }) => [
      { role: 'user' as const, text: utterance },
      ...(response === undefined || response === '' ? [] : [{ role: 'assistant' as const, text: response }]),
    ]),
    question: row.utterance,
    wanted: row.rewrite,
    profile: Object.values(row.ptkb ?? {}),
  }
}

export function plainTokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? []
}

function contentWords(text: string): Set<string> {
  return new Set(plainTokens(text).filter((token) => !STOP_WORDS.has(token)))
}

/** Content words of the wanted question that the one asked lacks. */
export function missingWords({ question, wanted }: RewriteItem): Set<string> {
  return contentWords(wanted).difference(contentWords(question))
}

/** Share of the missing words that a text has, 0 to 1; null where none is missing. */
export function missingRecall(item: RewriteItem, text: string): number | null {
  const missing = missingWords(item)
  if (missing.size === 0) return null
  return missing.intersection(contentWords(text)).size / missing.size
}

/** ROUGE-N F1 over lower-case words, without stemming. @see Lin, "ROUGE", 2004 */
export function rougeF1(size: 1 | 2, text: string, wanted: string): number {
  const [own, other] = [grams(size, text), grams(size, wanted)]
  let shared = 0
  for (const [gram, count] of own) shared += Math.min(count, other.get(gram) ?? 0)
  const total = sum(own.values()) + sum(other.values())
  return total === 0 ? 0 : (2 * shared) / total
}

function grams(size: number, text: string): Map<string, number> {
  const tokens = plainTokens(text)
  const counts = new Map<string, number>()
  for (let at = 0; at + size <= tokens.length; at += 1) {
    const gram = tokens.slice(at, at + size).join(' ')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
