import { describe, expect, it } from 'vitest'
import { type DraftSentence, draftSentences } from './cited-sentences.ts'

describe('sentences of a draft', () => {
  it.each([
    ['before the full stop', ['It closed [1]. It opened [2].']],
    ['after the full stop', ['It closed. [1] It opened. [2]']],
    ['in the next piece', ['It closed.', ' [1]', ' It opened.', ' [2]']],
    ['cut in two', ['It closed. [', '1] It opened. [2', ']']],
    ['cut in two before the full stop', ['It closed [1', ']. It opened [2', '].']],
  ])('carry the citations that stand %s', async (_, deltas) => {
    expect(await read(deltas)).toEqual([
      { text: expect.stringMatching(/^It closed\.?$/), cited: [1] },
      { text: expect.stringMatching(/^It opened\.?$/), cited: [2] },
    ])
  })

  it.each([
    ['[1][3]', [1, 3]],
    ['[1, 3]', [1, 3]],
    ['[2-4]', [2, 3, 4]],
    ['[posts 1 and 3]', [1, 3]],
    ['[^2]', [2]],
    ['【2】', [2]],
    ['[1-9999]', [1, 9999]],
  ])('cite %s', async (mark, cited) => {
    expect(await read([`It closed ${mark}.`])).toEqual([{ text: 'It closed.', cited }])
  })

  it('are the same however the stream was cut', async () => {
    const text =
      'At 3.5 km it closed [1]. Dr. Lee left the U.S. today [2][3].\n- “It opened.” [4] Then it rained. [5]'
    const whole = await read([text])
    expect(whole.map(({ cited }) => cited)).toEqual([[1], [2, 3], [4], [5]])
    expect(await read([...text])).toEqual(whole)
  })

  it('lose the bullets, numbers, headings and emphasis of a model that likes markup', async () => {
    const sentences = await read(['## What happened\n- The **bridge** closed [1].\n2. It `opened` [2].'])
    expect(sentences.map(({ text }) => text)).toEqual(['What happened', 'The bridge closed.', 'It opened.'])
  })

  it('lose the tag of a thought whose beginning never came', async () => {
    expect(await read(['</think>It closed [1].'])).toEqual([{ text: 'It closed.', cited: [1] }])
  })

  it('lose a citation that is never completed', async () => {
    expect(await read(['It closed. [1'])).toEqual([{ text: 'It closed.', cited: [] }])
  })

  it('end when a model goes on without end', async () => {
    let asked = 0
    async function* endless() {
      for (;;) {
        asked += 1
        yield 'and on and on '
      }
    }
    for await (const _ of draftSentences(endless())) void _
    expect(asked).toBeLessThan(2_000)
  })
})

async function read(deltas: readonly string[]): Promise<DraftSentence[]> {
  async function* stream() {
    yield* deltas
  }
  const sentences: DraftSentence[] = []
  for await (const sentence of draftSentences(stream())) sentences.push(sentence)
  return sentences
}
