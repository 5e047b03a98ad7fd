import { AppError } from '../../domain/errors.ts'
import type { ChatModel, FunctionCall } from './chat-model.ts'
import type { LanguageModel, ModelPrompt, StreamOptions } from './language-model.ts'

/** A chat model as our own writer uses models: one instruction, one input, text out. */
export function asLanguageModel(chat: ChatModel): LanguageModel {
  // Models differ in what they refuse (a temperature, tools): one refusal, and both go.
  let isBare = false
  async function* stream(prompt: ModelPrompt, options: StreamOptions): AsyncGenerator<string> {
    if (isBare) return yield* attempt(prompt, options)
    try {
      yield* attempt(prompt, options)
    } catch (thrown) {
      // It has said nothing yet, so that asking again repeats nothing.
      if (!(thrown instanceof AppError) || thrown.code !== 'invalid_input') throw thrown
      isBare = true
      yield* attempt(prompt, options)
    }
  }

  async function* attempt(prompt: ModelPrompt, options: StreamOptions): AsyncGenerator<string> {
    const calls: FunctionCall[] = []
    const thoughts = new ThoughtFilter()
    const deltas = chat.stream(
      {
        messages: [
          { role: 'system', text: prompt.instructions },
          { role: 'user', parts: [{ type: 'text', text: prompt.input }] },
        ],
        functions: (isBare ? [] : (options.tools ?? [])).map((tool) => ({ ...tool, strict: null })),
        ...{ toolChoice: null, parallelToolCalls: null, format: { type: 'text' } },
        sampling: isBare ? {} : { temperature: 0 },
        outputTokensMax: prompt.outputTokensMax,
      },
      { signal: options.signal },
    )
    for await (const delta of deltas) {
      if (delta.type === 'text') {
        const words = thoughts.keep(delta.text)
        if (words !== '') yield words
      }
      if (delta.type === 'call') calls.push(delta.call)
      if (delta.type === 'end')
        options.onReport?.({
          inputTokens: delta.tokens.input,
          outputTokens: delta.tokens.output,
          toolCalls: calls.map((call) => ({ name: call.name, input: parse(call.arguments) })),
          isCut: delta.finish === 'length',
        })
    }
  }
  return {
    get used() {
      return chat.used
    },
    get price() {
      return chat.price
    },
    stream,
  }
}

const OPEN = '<think>'
const CLOSE = '</think>'

/** Takes out what a model thinks aloud before it answers, also where a tag arrives in pieces. */
class ThoughtFilter {
  #state: 'start' | 'thinking' | 'words' = 'start'
  #held = ''

  keep(text: string): string {
    if (this.#state === 'words') return text
    this.#held += text
    if (this.#state === 'start') {
      const begun = this.#held.trimStart()
      if (begun.length < OPEN.length && OPEN.startsWith(begun)) return ''
      this.#state = begun.startsWith(OPEN) ? 'thinking' : 'words'
      if (this.#state === 'words') return this.#held
    }
    const end = this.#held.indexOf(CLOSE)
    if (end < 0) return ''
    this.#state = 'words'
    return this.#held.slice(end + CLOSE.length)
  }
}

/** As it was asked: text where it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
