import { expect, test } from 'vitest'
import type { Answer, Citation } from './answer.ts'
import { type Withdrawal, withdrawFromAnswer } from './withdraw-posts.ts'

const AT = Date.UTC(2026, 10, 22)
const DELETED: Withdrawal = { how: 'deleted', at: AT, textSha256: 'ab' }

function citation(n: number, quote: string, fields: Partial<Citation> = {}): Citation {
  return {
    ...{
      n,
      kind: 'post',
      id: `net:${n}`,
      url: `https://net.example/${n}`,
      author: `a${n}`,
      authorName: `A ${n}`,
    },
    ...{ createdAt: AT - n, quote, start: 0, end: quote.length, snapshotId: `net:${n}`, independent: true },
    ...fields,
  }
}

function answerOf(
  sentences: readonly (readonly [text: string, citations: readonly number[]])[],
  citations: readonly Citation[],
): Answer {
  let text = ''
  const placed = sentences.map(([words, cited]) => {
    if (text !== '') text += '\n\n'
    const start = text.length
    text += words
    return { text: words, start, end: text.length, support01: 1, citations: cited, independentAccounts: 1 }
  })
  return {
    ...{ text, sentences: placed, citations, abstained: false, integrity: null },
    model: { provider: 'verity', model: 'embedded', embedded: true },
    trace: {
      ...{ kind: 'other', queries: [], postsFound: 2, postsRead: 2, dropped: {}, stepsMs: {} },
      ...{ totalMs: 1, costUsd: 0 },
    },
  }
}

const FLOOD = 'The bridge at Mill Lane is under water since this morning'
const TRAINS = 'No trains run between the two towns until Monday'

test('a deleted post leaves its account, its time and a hash, and the sentence that quoted it says so', () => {
  const answer = answerOf(
    [
      [`One account writes: ${FLOOD}.`, [1]],
      [`Another says: ${TRAINS}.`, [2]],
    ],
    [citation(1, FLOOD), citation(2, TRAINS)],
  )

  const after = withdrawFromAnswer(answer, new Map([['net:1', DELETED]]))

  expect(after.citations[0]).toEqual({
    ...citation(1, ''),
    ...{ url: null, authorName: null, end: 0 },
    withdrawn: { how: 'deleted', at: AT, textSha256: 'ab' },
  })
  expect(after.citations[1]).toEqual(answer.citations[1])
  expect(after.text).toBe(`[deleted by its author]\n\nAnother says: ${TRAINS}.`)
  expect(after.sentences.map(({ withdrawn }) => withdrawn)).toEqual([true, undefined])
  for (const { text, start, end } of after.sentences) expect(after.text.slice(start, end)).toBe(text)
  expect(JSON.stringify(after)).not.toContain('Mill Lane')
})

test('a sentence that others carry too stays, unless it repeats the words of the deleted one', () => {
  const answer = answerOf(
    [
      ['Two accounts say that the bridge is closed.', [1, 2]],
      ['They agree that the bridge at Mill Lane is under water.', [1, 2]],
    ],
    [citation(1, FLOOD), citation(2, 'bridge closed, go round')],
  )

  const after = withdrawFromAnswer(answer, new Map([['net:1', DELETED]]))

  expect(after.text).toBe('Two accounts say that the bridge is closed.\n\n[deleted by its author]')
})

test('a French answer says it in French, and headings keep their places', () => {
  const words = 'Le pont de la rue du Moulin est sous les eaux depuis ce matin'
  const answer = answerOf(
    [
      [`Un compte écrit : ${words}.`, [1]],
      ['La gare reste ouverte aux voyageurs ce soir.', [2]],
    ],
    [citation(1, words), citation(2, 'La gare reste ouverte aux voyageurs ce soir')],
  )
  const titled: Answer = {
    ...answer,
    text: `Pont\n${answer.text}`.replace('\n\nLa gare', '\n\nGare\nLa gare'),
    sentences: answer.sentences.map((sentence, at) => ({
      ...sentence,
      start: sentence.start + (at === 0 ? 5 : 10),
      end: sentence.end + (at === 0 ? 5 : 10),
    })),
    sections: [
      { title: 'Pont', start: 0, end: 4 },
      {
        title: 'Gare',
        start: 5 + (answer.sentences[1]?.start ?? 0),
        end: 9 + (answer.sentences[1]?.start ?? 0),
      },
    ],
  }

  const after = withdrawFromAnswer(titled, new Map([['net:1', DELETED]]))

  expect(after.text).toBe(
    'Pont\n[supprimé par son auteur]\n\nGare\nLa gare reste ouverte aux voyageurs ce soir.',
  )
  for (const { title, start, end } of after.sections ?? []) expect(after.text.slice(start, end)).toBe(title)
})

test('an edit that leaves the quoted words moves the citation with them; one that takes them withdraws it', () => {
  const answer = answerOf([[`It says: ${FLOOD}.`, [1]]], [citation(1, FLOOD)])
  const edited = (text: string): ReadonlyMap<string, Withdrawal> =>
    new Map([['net:1', { how: 'edited', at: AT, textSha256: null, text }]])

  const moved = withdrawFromAnswer(answer, edited(`Update! ${FLOOD}`))
  expect(moved.citations[0]).toEqual({ ...citation(1, FLOOD), start: 8, end: 8 + FLOOD.length })
  expect(moved.text).toBe(answer.text)

  const changed = withdrawFromAnswer(answer, edited('I was wrong, the bridge is dry'))
  expect(changed.citations[0]).toMatchObject({
    quote: '',
    url: 'https://net.example/1',
    withdrawn: { how: 'edited' },
  })
  expect(changed.text).toBe('[changed by its author]')

  const gone = withdrawFromAnswer(changed, new Map([['net:1', DELETED]]))
  expect(gone.citations[0]).toMatchObject({ url: null, withdrawn: { how: 'deleted' } })
})

test('an answer that cites none of the posts is returned as it is, and nothing is withdrawn twice', () => {
  const answer = answerOf([[`It says: ${FLOOD}.`, [1]]], [citation(1, FLOOD)])
  expect(withdrawFromAnswer(answer, new Map([['net:2', DELETED]]))).toBe(answer)

  const once = withdrawFromAnswer(answer, new Map([['net:1', DELETED]]))
  expect(withdrawFromAnswer(once, new Map([['net:1', { ...DELETED, at: AT + 5 }]]))).toBe(once)
})

test('quotes outside of sentences are taken out too', () => {
  const answer: Answer = {
    ...answerOf([[`It says: ${FLOOD}.`, [1]]], [citation(1, FLOOD)]),
    text: `It says: ${FLOOD}. (Read more: ${FLOOD})`,
  }
  const noted = { ...answer, trace: { ...answer.trace, fallbackReason: `the model wrote ${FLOOD}` } }

  const after = withdrawFromAnswer(noted, new Map([['net:1', DELETED]]))

  expect(JSON.stringify(after)).not.toContain('Mill Lane')
})

test('positions and polls lose the words of a deleted post, cited or not; their shares stay', () => {
  const share = { position: FLOOD, share01: 1, low01: 0.3, high01: 1, accounts: 2 }
  const poll = { post_id: 'net:8', author: 'a8', text: 'Is it wet?', options: [], n: 3, closes_at: null }
  const answer: Answer = {
    ...answerOf([[`One account writes: ${TRAINS}.`, [2]]], [citation(2, TRAINS)]),
    integrity: {
      ...{ campaigns: [], raw: [share], cleaned: [share], polls: [poll] },
      quoted: [{ position: FLOOD, id: 'net:9', author: 'a9' }],
      by_day: [{ name: '2026-11-22', raw: [share], cleaned: [share] }],
    },
  }
  const same: Withdrawal = { how: 'edited', at: AT, textSha256: null, text: `Look: ${FLOOD}!` }
  expect(withdrawFromAnswer(answer, new Map([['net:9', same]]))).toEqual(answer)
  const gone = withdrawFromAnswer(
    answer,
    new Map([
      ['net:8', DELETED],
      ['net:9', DELETED],
    ]),
  )
  expect(JSON.stringify(gone)).not.toContain(FLOOD)
  expect(gone.integrity?.raw).toEqual([{ ...share, position: '[deleted by its author]' }])
  expect(gone.integrity?.polls).toEqual([])
})
