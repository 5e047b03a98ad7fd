import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import type { FoundCheck } from '../ledger/known-checks.ts'
import { parseIsoTime } from '../lib/iso-time.ts'

const text = z.string().trim().min(1).max(2_000)
const lineSchema = z.object({
  claim: text,
  publisher: text,
  url: z.url({ protocol: /^https?$/ }),
  rating: text.nullish(),
  title: text.nullish(),
  claimant: text.nullish(),
  date: text.nullish(),
  lang: text.nullish(),
})

/**
 * Published checks that a person has, a JSON object a line. Lines that lack something are counted, not kept.
 *
 * @throws {AppError} invalid_input when the file cannot be read
 */
export async function readKnownChecks(
  file: string,
): Promise<{ readonly found: readonly FoundCheck[]; readonly unusable: number }> {
  const lines = (await read(file)).split('\n').filter((line) => line.trim() !== '')
  const found = lines.flatMap((line) => toFoundCheck(line) ?? [])
  return { found, unusable: lines.length - found.length }
}

function toFoundCheck(line: string): FoundCheck | null {
  const parsed = lineSchema.safeParse(parsedJson(line))
  if (!parsed.success) return null
  const { claim, publisher, url, rating, title, claimant, date, lang } = parsed.data
  return {
    ...{ claim, publisher, url, from: 'local' },
    ...{ rating: rating ?? null, title: title ?? null, claimant: claimant ?? null, lang: lang ?? null },
    reviewedAt: date == null ? null : parseIsoTime(date),
  }
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new AppError('invalid_input', `${file} cannot be read.`, { cause })
  }
}
