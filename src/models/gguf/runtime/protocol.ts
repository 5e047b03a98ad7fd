import type { FunctionOffer, Sampling } from '../../language/chat-model.ts'

/** One turn as the native code wants it: what functions gave stands with the calls that asked for it. */
export type Turn =
  | { readonly role: 'system' | 'user'; readonly text: string }
  | {
      readonly role: 'model'
      readonly text: string
      readonly calls: readonly { readonly name: string; readonly input: unknown; readonly result: unknown }[]
    }

/** What an answer is bound to while it is written. */
export type Form =
  | { readonly type: 'free' }
  | { readonly type: 'json' }
  | { readonly type: 'schema'; readonly schema: unknown }
  | {
      readonly type: 'functions'
      readonly functions: readonly FunctionOffer[]
      readonly callsMax: number | null
    }

export type ChatWork = {
  readonly turns: readonly Turn[]
  readonly form: Form
  readonly sampling: Sampling
  readonly outputTokensMax: number | null
}

export type ChatOutcome = {
  readonly calls: readonly { readonly name: string; readonly input: unknown }[]
  readonly finish: 'stop' | 'length' | 'stopped'
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What the server's process says to the model's. The first message is `load`. */
export type ToModel =
  | {
      readonly type: 'load'
      readonly file: string
      readonly contextTokens: number
      readonly threads: number
    }
  | { readonly type: 'chat'; readonly id: number; readonly work: ChatWork }
  | { readonly type: 'embed'; readonly id: number; readonly texts: readonly string[] }
  | { readonly type: 'stop'; readonly id: number }

/** What the model's process answers; the last message about an id is `done`, `vectors` or `failed`. */
export type FromModel =
  | { readonly type: 'loaded' }
  | {
      readonly type: 'piece'
      readonly id: number
      readonly kind: 'text' | 'reasoning'
      readonly text: string
    }
  | { readonly type: 'done'; readonly id: number; readonly outcome: ChatOutcome }
  | { readonly type: 'vectors'; readonly id: number; readonly vectors: readonly Float32Array[] }
  | {
      readonly type: 'failed'
      /** Null: the model could not be loaded. */
      readonly id: number | null
      /** `input`: the request is to blame. */
      readonly kind: 'input' | 'runtime'
      readonly reason: string
    }
