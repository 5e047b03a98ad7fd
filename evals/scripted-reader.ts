import type { LanguageModel, ModelPrompt } from '../src/models/language/language-model.ts'

/** What the scripted reader does beside its task. `faithful` nothing; `inventor` adds something invented to each sentence. */
export type Manner = 'faithful' | 'inventor'

/** What an inventor adds; none of these words stands in the simulated network. */
export const INVENTED_WORD = 'zorbquist'
const INVENTIONS = [
  `see https://${INVENTED_WORD}.example/report`,
  `says Anneke Zorbquist`,
  `and “the ${INVENTED_WORD} confirms it”`,
  `with 48151 ${INVENTED_WORD}`,
]
const SENTENCES_MAX = 4
const WORDS_MIN = 4

/**
 * A language model without language: it takes its orders from the prompts as they stand. The shape of a plan and of a
 * judgement is read out of the example that the prompt gives, and so is the word for "not enough"; a prompt that no
 * longer says what the parser expects gets answers that cannot be read. It copies sentences of posts that share words
 * with the question. It says nothing about how well a real model follows the prompts.
 */
export function scriptedReader(manner: Manner): LanguageModel {
  return {
    used: { provider: 'eval', model: `scripted-${manner}`, embedded: false },
    price: null,
    async *stream(prompt, { onReport }) {
      yield replyTo(prompt, manner)
      onReport?.({ inputTokens: null, outputTokens: null, toolCalls: [], isCut: false })
    },
  }
}

function replyTo({ instructions, input }: ModelPrompt, manner: Manner): string {
  const example = /^\{.*\}$/m.exec(instructions)?.[0]
  const question = /^Question: (.*)$/m.exec(input)?.[1] ?? ''
  if (example === undefined) return write(instructions, { question, posts: postsIn(input), manner })
  const shape = JSON.parse(example) as Record<string, unknown>
  const [key = ''] = Object.keys(shape)
  return input.includes('Posts:')
    ? JSON.stringify({ ...shape, [key]: postsIn(input).map(({ n }) => n), off_topic: [], joke: [] })
    : JSON.stringify({ [key]: planOf(shape[key], question) })
}

/** As many entries as the example has, in its shape, with the words of the question. */
function planOf(entries: unknown, question: string): unknown {
  const words = wordsOf(question).slice(0, 6).join(' ')
  return (entries as unknown[]).map((entry) =>
    typeof entry === 'string' ? words : { ...(entry as object), query: words },
  )
}

type SeenPost = { readonly n: number; readonly text: string }

function postsIn(input: string): SeenPost[] {
  return [...input.matchAll(/^\[(\d+)\] (\{.*\})$/gm)].map(([, n, json = '{}']) => ({
    n: Number(n),
    text: (JSON.parse(json) as { text: string }).text,
  }))
}

function write(
  instructions: string,
  { question, posts, manner }: { question: string; posts: readonly SeenPost[]; manner: Manner },
): string {
  const notEnough = /write exactly (\w+)/.exec(instructions)?.[1] ?? 'nothing'
  const mark = /like this: .*?(\[\d+\])/.test(instructions)
  const wanted = new Set(wordsOf(question))
  const sentences = posts
    .map(({ n, text }) => ({ n, sentence: text.split(/(?<=[.!?])\s|\n/)[0]?.replace(/[.!?\s]+$/, '') ?? '' }))
    .map((one) => ({ ...one, shared: wordsOf(one.sentence).filter((word) => wanted.has(word)).length }))
    .filter(({ sentence, shared }) => shared > 0 && wordsOf(sentence).length >= WORDS_MIN)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, SENTENCES_MAX)
  if (sentences.length === 0) return notEnough
  return sentences
    .map(({ n, sentence }, at) => {
      const added = manner === 'inventor' ? `, ${INVENTIONS[at % INVENTIONS.length]}` : ''
      return `${sentence}${added}${mark ? ` [${n}]` : ''}.`
    })
    .join(' ')
}

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/\p{L}{3,}|\d+/gu) ?? []).filter((word) => word !== 'the')
}
