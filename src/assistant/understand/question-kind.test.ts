import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { questionKind } from './question-kind.ts'
import { smallTalk } from './small-talk.ts'

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'test', 'fixtures', 'question-kinds')

function read(name: string): { kind: string; question: string }[] {
  const lines = readFileSync(join(FOLDER, name), 'utf8').split('\n')
  return lines
    .filter((line) => line.includes('\t') && !line.startsWith('#'))
    .map((line) => ({ kind: line.split('\t')[0] ?? '', question: line.split('\t')[1] ?? '' }))
}

function share01(name: string): number {
  const rows = read(name)
  return rows.filter(({ kind, question }) => kindOf(question) === kind).length / rows.length
}

/** As `ask` does: small talk is answered before anything is understood. */
function kindOf(question: string): string {
  return smallTalk(question, 'en') === null ? questionKind(question).kind : 'small_talk'
}

describe('questionKind', () => {
  it('knows the kind of at least 95 % of the questions its rules were written with', () => {
    expect(share01('seen.tsv')).toBeGreaterThanOrEqual(0.95)
  })

  it('knows the kind of at least 90 % of the questions kept apart', () => {
    expect(share01('check.tsv')).toBeGreaterThanOrEqual(0.9)
  })
})
