import { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import { loadWordVectors } from '../../models/embedding/word-vectors.ts'
import { ClaimMatcher, type KnownClaim } from '../../truth/known-claims/match-claims.ts'
import { type CommandContext, textOption } from '../command.ts'
import type { BatchTask } from './batch-task.ts'
import { openInput, readable } from './open-input.ts'
import { readItem } from './read-item.ts'
import { readLines } from './read-lines.ts'

const id = z.union([z.string(), z.number()])
const itemSchema = z.object({ id, text: z.string() })
const claimSchema = z.object({ id, claim: z.string(), title: z.string().nullish() })

const RESULTS = 100
/** They are held in memory, about 4 kB each. */
const CLAIMS_MAX = 200_000

/** Claims that say what a text says, best first; needs no archive. */
export const task: BatchTask = {
  open: async (context, parsed) => {
    const file = textOption(parsed, 'claims')
    if (file === undefined) throw new AppError('invalid_input', 'batch match needs --claims FILE.')
    const matcher = new ClaimMatcher(await readClaims(file, context), await loadWordVectors())
    return {
      handle: async (raw) => {
        const item = readItem(itemSchema, raw)
        const results = matcher
          .match(item.text, RESULTS)
          .map(({ claimId, score }) => ({ claim_id: claimId, score }))
        return { id: item.id, results }
      },
      [Symbol.asyncDispose]: async () => {},
    }
  },
}

/** @throws {AppError} invalid_input that names the first line that is no claim: half a list would match wrongly */
async function readClaims(file: string, context: CommandContext): Promise<KnownClaim[]> {
  const source = await openInput(file, context)
  const claims: KnownClaim[] = []
  let number = 0
  for await (const line of readLines(readable(source, { input: file, context }))) {
    number += 1
    if (line.kind === 'line' && line.text.trim() === '') continue
    if (claims.length >= CLAIMS_MAX)
      throw new AppError('over_limit', `${file} holds more than ${CLAIMS_MAX} claims.`)
    claims.push(readClaim(line.kind === 'line' ? line.text : null, `${file}, line ${number}`))
  }
  return claims
}

function readClaim(text: string | null, where: string): KnownClaim {
  try {
    const { id: claimId, claim, title } = readItem(claimSchema, text === null ? null : JSON.parse(text))
    return { id: claimId, claim, title: title ?? null }
  } catch (cause) {
    const what = cause instanceof AppError ? cause.message : 'not JSON'
    throw new AppError('invalid_input', `${where}: ${what}`, { cause })
  }
}
