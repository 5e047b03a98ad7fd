import { expect, it } from 'vitest'
import { checkOf } from '../../test/ledger-checks-behaviour.ts'
import type { Answer } from '../domain/answer.ts'
import type { ClaimCheck } from '../domain/claim-check.ts'
import type { ClaimLabel } from '../domain/verdict.ts'
import { fitPosts } from './reply-text.ts'
import { answerLines, correctionLines, type ReplyLines, saidLabel, verdictLines } from './write-reply.ts'

const PAGE = 'https://verity.example/checks/1'

function check(label: ClaimLabel, confidence01: number, committed = true): ClaimCheck {
  const known = checkOf(confidence01, ['x:1'])
  return { ...known, verdict: { ...known.verdict, label, committed } }
}

function text(lines: ReplyLines): string {
  const posts = fitPosts(lines, { graphemesMax: 2_000, links: 'words', addressLength: null })
  return posts.map((post) => post.text).join('\n')
}

it('says label and confidence in words and as a number', () => {
  expect(text(verdictLines(check('supported', 0.91), 'en', PAGE))).toMatch(
    /^Supported\. Confidence: high \(91%\)\.\n/,
  )
  expect(text(verdictLines(check('refuted', 0.65), 'fr', PAGE))).toMatch(
    /^Démenti\. Confiance moyenne \(65\u00a0%\)\.\n/,
  )
})

it('never tells as a verdict what is not sure enough to be one', () => {
  const leaning = check('refuted', 0.41, false)
  expect(text(verdictLines(leaning, 'en', PAGE))).toMatch(
    /^Not enough to say; leans contradicted \(41%\)\.\n/,
  )
  expect(saidLabel(leaning)).toBe('not_enough')
  expect(text(verdictLines(check('not_enough', 1, false), 'en', PAGE))).toMatch(/^Not enough to say\.\n/)
})

it('names what it said before when it corrects itself', () => {
  const lines = correctionLines(check('supported', 0.9), { lang: 'fr', page: PAGE, before: 'not_enough' })
  expect(text(lines)).toMatch(
    /^Correction\. J’avais répondu «\u202fTrop peu pour trancher\u202f»\.\nConfirmé\./,
  )
})

it('tells no source of an answer that abstains', () => {
  const answer = {
    text: 'I found nothing.',
    sentences: [],
    citations: [{ url: 'https://a.example', id: 'p' }],
  }
  expect(text(answerLines({ ...answer, abstained: true } as unknown as Answer, 'en'))).toBe(
    'I found nothing.',
  )
})

it('names who has published a check of the same claim', () => {
  const known = {
    id: '1',
    claim: 'It fell.',
    claimant: null,
    publisher: 'Facts @desk',
    title: null,
    reviewedAt: null,
  }
  const alreadyChecked = [
    { ...known, url: 'https://facts.example/1', rating: 'Mostly false', from: 'feed' as const },
  ]
  expect(text(verdictLines({ ...check('refuted', 0.9), alreadyChecked }, 'en', PAGE))).toContain(
    'Already checked by Facts @\u200bdesk (“Mostly false”): facts.example/1',
  )
})
