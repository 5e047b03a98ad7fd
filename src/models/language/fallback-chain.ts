import { AppError, toAppError } from '../../domain/errors.ts'
import type { ChatDelta, ChatModel, ChatRequest } from './chat-model.ts'

/** One model of a chain. `rests` is asked before each call: such a model is asked last. */
export type ChainLink = { readonly model: ChatModel; readonly rests: () => boolean }

/**
 * Models that stand in for each other: the next one is asked where one fails before it said anything. After the first
 * word nobody else can go on. A request that one refuses is refused by all, and an abort is no failure.
 *
 * `used` and `price` are those of the model that answered last, so a chain belongs to one answer.
 *
 * @param links at least one
 */
export function fallbackChain(links: readonly ChainLink[], msMax: number | null): ChatModel {
  const [first] = links
  if (first === undefined) throw new AppError('internal', 'A chain has at least one model.')
  let answering = first.model
  async function* stream(
    request: ChatRequest,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<ChatDelta> {
    const late = msMax === null ? null : AbortSignal.timeout(msMax)
    const limited = late === null ? signal : AbortSignal.any([signal, late])
    let failure: unknown = null
    for (const { model } of links.toSorted((a, b) => Number(a.rests()) - Number(b.rests()))) {
      let hasSpoken = false
      answering = model
      try {
        for await (const delta of model.stream(request, { signal: limited })) {
          hasSpoken = true
          yield delta
        }
        return
      } catch (thrown) {
        if (late?.aborted && !signal.aborted) throw tooLong(model, msMax ?? 0, thrown)
        const { code } = toAppError(thrown)
        if (hasSpoken || signal.aborted || code === 'cancelled' || code === 'invalid_input') throw thrown
        failure = thrown
      }
    }
    throw failure
  }
  return {
    get used() {
      return answering.used
    },
    get price() {
      return answering.price
    },
    stream,
  }
}

function tooLong({ used }: ChatModel, msMax: number, cause: unknown): AppError {
  const message = `The model "${used.model}" took longer than the ${msMax / 1_000} s that its role allows.`
  return new AppError('upstream_failed', message, { cause })
}
