import { freemem } from 'node:os'
import { AppError } from '../../domain/errors.ts'
import type { GgufHeader } from './gguf-header.ts'

/** Tokens that prompt and answer may have together: what our own prompts need, with room. */
const CONTEXT_TOKENS_WANTED = 8_192
/** Below this, no answer with its evidence fits. */
const CONTEXT_TOKENS_MIN = 2_048
/**
 * Node, the native code and its own buffers. Measured on 2026-11-22: a model of 1 MB took 147 MB at most (155 estimated),
 * one of 389 MB took 613 MB (656 estimated).
 */
const RUNTIME_BYTES = 150_000_000
/** llama.cpp reads prompts in batches of so many tokens and keeps their scores for every word. */
const BATCH_TOKENS = 512
const FLOAT_BYTES = 4
/** Keys and values are kept as 16-bit floats. */
const CACHED_BYTES = 2
/** Values in work beside each other for a token of a batch, in widths of the model. */
const WORK_WIDTHS = 16

type Sized = GgufHeader & { readonly bytes: number }

/** Memory that a model needs to run, estimated from its header, in bytes. The weights are the most of it. */
function neededBytes(model: Sized, contextTokens: number): number {
  const { layers, keyHeads, keyLength, valueLength, words, width } = model
  const cache =
    (layers ?? 0) * contextTokens * (keyHeads ?? 0) * ((keyLength ?? 0) + (valueLength ?? 0)) * CACHED_BYTES
  const batch = BATCH_TOKENS * FLOAT_BYTES * ((words ?? 0) + WORK_WIDTHS * (width ?? 0))
  return model.bytes + cache + batch + RUNTIME_BYTES
}

/** Memory that the model needs with the smallest context in which an answer fits. */
export function leastBytes(model: Sized): number {
  return neededBytes(model, Math.min(model.contextTokens ?? CONTEXT_TOKENS_MIN, CONTEXT_TOKENS_MIN))
}

/** Memory that a new process can have without others being pushed out: the system's, within the container's limit. */
export function availableMemoryBytes(): number {
  return Math.min(freemem(), process.availableMemory())
}

/**
 * The largest context, up to what our prompts need, with which the model fits.
 *
 * @throws {AppError} over_limit when it does not fit even with the smallest
 */
export function chooseContextTokens(model: Sized, name: string, availableBytes: number): number {
  const wanted = Math.min(model.contextTokens ?? CONTEXT_TOKENS_WANTED, CONTEXT_TOKENS_WANTED)
  const least = Math.min(wanted, CONTEXT_TOKENS_MIN)
  for (let tokens = wanted; ; tokens = Math.max(least, Math.floor(tokens / 2))) {
    if (neededBytes(model, tokens) <= availableBytes) return tokens
    if (tokens === least) throw tooBig(name, neededBytes(model, least), availableBytes)
  }
}

function tooBig(name: string, needed: number, available: number): AppError {
  return new AppError(
    'over_limit',
    `The model "${name}" needs about ${gigabytes(needed)} of memory; ${gigabytes(available)} are free. End something else, or take a smaller model.`,
  )
}

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
