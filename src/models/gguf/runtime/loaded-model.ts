import {
  type ChatHistoryItem,
  type ChatModelFunctions,
  getLlama,
  type Llama,
  LlamaChat,
  type LlamaContext,
  type LlamaEmbeddingContext,
  type LlamaGrammar,
  LlamaLogLevel,
  type LlamaModel,
  resolveChatWrapper,
} from 'node-llama-cpp'
import { toGrammarSchema } from './grammar-schema.ts'
import type { ChatOutcome, ChatWork, Turn } from './protocol.ts'

/** The request is to blame, and the message says how. */
export class UnusableRequestError extends Error {
  override readonly name = 'UnusableRequestError'
}

/** What holds the answer to its form, in the library's words. */
type Bound =
  | { grammar?: never }
  | { grammar: LlamaGrammar }
  | { functions: ChatModelFunctions; documentFunctionParams: boolean; maxParallelFunctionCalls?: number }

type OnPiece = (kind: 'text' | 'reasoning', text: string) => void

/** An answer of fewer tokens than this has no room to be one. */
const ANSWER_TOKENS_MIN = 32
/** Texts are short; more than this is cut. */
const EMBEDDED_TOKENS_MAX = 512
/** What llama.cpp takes for chat where the request says nothing. */
const TEMPERATURE_DEFAULT = 0.7

/** A model in memory with its chat template: one answer at a time. */
export class LoadedModel {
  readonly #llama: Llama
  readonly #model: LlamaModel
  readonly #context: LlamaContext
  readonly #chat: LlamaChat
  readonly #threads: number
  #embedding: LlamaEmbeddingContext | null = null

  private constructor(llama: Llama, model: LlamaModel, context: LlamaContext, threads: number) {
    this.#llama = llama
    this.#model = model
    this.#context = context
    this.#threads = threads
    this.#chat = new LlamaChat({
      contextSequence: context.getSequence(),
      chatWrapper: resolveChatWrapper(model),
    })
  }

  /** Never builds from source and never fetches anything. @param threads more than cores is a hundred times slower */
  static async open(options: {
    readonly file: string
    readonly contextTokens: number
    readonly threads: number
    readonly log: (message: string) => void
  }): Promise<LoadedModel> {
    const { file, contextTokens, threads, log } = options
    const llama = await getLlama({
      ...{ gpu: process.platform === 'darwin' ? 'auto' : false, build: 'never', skipDownload: true },
      ...{ progressLogs: false, maxThreads: threads, logLevel: LlamaLogLevel.error },
      logger: (_, message) => log(message),
    })
    // How much fits was decided before, from the file; the library's own guess would refuse what fits.
    const model = await llama.loadModel({ modelPath: file, ignoreMemorySafetyChecks: true })
    const context = await model.createContext({
      ...{ contextSize: contextTokens, threads, sequences: 1, ignoreMemorySafetyChecks: true },
    })
    return new LoadedModel(llama, model, context, threads)
  }

  /** @throws {UnusableRequestError} when the prompt does not fit */
  async chat(work: ChatWork, onPiece: OnPiece, signal: AbortSignal): Promise<ChatOutcome> {
    const history = toHistory(work.turns)
    const bound = await this.#bind(work)
    const inputTokens = this.#count(history, 'functions' in bound ? bound.functions : undefined)
    const room = this.#context.contextSize - inputTokens
    if (room < ANSWER_TOKENS_MIN) {
      throw new UnusableRequestError(
        `The prompt has ${inputTokens} tokens; with this model and the memory that is free, prompt and answer may have ${this.#context.contextSize}.`,
      )
    }
    const before = this.#chat.sequence.tokenMeter.getState()
    const { metadata, functionCalls } = await this.#chat.generateResponse(history, {
      ...bound,
      ...sampling(work.sampling),
      ...{ signal, stopOnAbortSignal: true, maxTokens: Math.min(room, work.outputTokensMax ?? room) },
      onResponseChunk: ({ type, text }) => {
        if (text !== '') onPiece(type === 'segment' ? 'reasoning' : 'text', text)
      },
    })
    const spent = this.#chat.sequence.tokenMeter.diff(before)
    const { stopReason } = metadata
    return {
      calls: (functionCalls ?? []).map(({ functionName, params }) => ({ name: functionName, input: params })),
      finish: stopReason === 'maxTokens' ? 'length' : stopReason === 'abort' ? 'stopped' : 'stop',
      ...{ inputTokens, outputTokens: spent.usedOutputTokens },
    }
  }

  /** One vector of length 1 for each text; a text without tokens gives zeros. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    this.#embedding ??= await this.#model.createEmbeddingContext({
      ...{ contextSize: Math.min(EMBEDDED_TOKENS_MAX, this.#model.trainContextSize) },
      ...{ threads: this.#threads, ignoreMemorySafetyChecks: true },
    })
    const vectors: Float32Array[] = []
    for (const text of texts) {
      signal.throwIfAborted()
      const tokens = this.#model.tokenize(text).slice(0, EMBEDDED_TOKENS_MAX - 2)
      const found = tokens.length === 0 ? null : await this.#embedding.getEmbeddingFor(tokens)
      vectors.push(toUnit(found?.vector ?? new Array(this.#model.embeddingVectorSize).fill(0)))
    }
    return vectors
  }

  async #bind({ form }: ChatWork): Promise<Bound> {
    if (form.type === 'free') return {}
    if (form.type === 'json') return { grammar: await this.#llama.getGrammarFor('json') }
    if (form.type === 'schema')
      return { grammar: await this.#llama.createGrammarForJsonSchema(toGrammarSchema(form.schema) as never) }
    const functions: ChatModelFunctions = Object.fromEntries(
      form.functions.map(({ name, description, parameters }) => [
        name,
        {
          ...(description !== null && { description }),
          ...(takesSomething(parameters) && { params: toGrammarSchema(parameters) }),
        },
      ]),
    )
    return {
      functions,
      documentFunctionParams: true,
      ...(form.callsMax !== null && { maxParallelFunctionCalls: form.callsMax }),
    }
  }

  #count(history: ChatHistoryItem[], functions: ChatModelFunctions | undefined): number {
    const { contextText } = this.#chat.chatWrapper.generateContextState({
      chatHistory: history,
      ...(functions !== undefined && { availableFunctions: functions, documentFunctionParams: true }),
    })
    return contextText.tokenize(this.#model.tokenizer).length
  }
}

function toHistory(turns: readonly Turn[]): ChatHistoryItem[] {
  const history = turns.map((turn): ChatHistoryItem => {
    if (turn.role !== 'model') return { type: turn.role, text: turn.text }
    const calls = turn.calls.map(({ name, input, result }) => ({
      ...{ type: 'functionCall' as const, name, params: input, result },
    }))
    return { type: 'model', response: [...(turn.text === '' ? [] : [turn.text]), ...calls] }
  })
  return turns.at(-1)?.role === 'model' ? history : [...history, { type: 'model', response: [] }]
}

function sampling({ temperature, topP, seed, stop, ...penalties }: ChatWork['sampling']) {
  const { presencePenalty, frequencyPenalty } = penalties
  const isPenalised = presencePenalty !== undefined || frequencyPenalty !== undefined
  return {
    temperature: temperature ?? TEMPERATURE_DEFAULT,
    ...(topP !== undefined && { topP }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { customStopTriggers: [...stop] }),
    ...(isPenalised && {
      repeatPenalty: { presencePenalty: presencePenalty ?? 0, frequencyPenalty: frequencyPenalty ?? 0 },
    }),
  }
}

function takesSomething(parameters: Readonly<Record<string, unknown>>): boolean {
  const { properties } = parameters
  return typeof properties === 'object' && properties !== null && Object.keys(properties).length > 0
}

function toUnit(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector)
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}
