import { AppError } from '../../domain/errors.ts'
import { estimateTokens } from '../../models/language/count-tokens.ts'

/** Makes vectors of length 1, one for each text, in this machine. */
export type EmbedHere = (texts: readonly string[], signal: AbortSignal) => Promise<readonly Float32Array[]>

export type EmbeddingBody = {
  readonly input: string | readonly string[]
  readonly encoding_format?: 'float' | 'base64' | null | undefined
  readonly dimensions?: number | null | undefined
}

/**
 * The answer of `/v1/embeddings` where the model of the role runs in this machine. Its tokens are estimated, and it says so.
 *
 * @throws {AppError} invalid_input when another length of vectors is asked for, and what `embed` throws
 */
export async function embedHere(
  { input, encoding_format: encoding, dimensions }: EmbeddingBody,
  { model, embed }: { readonly model: string; readonly embed: EmbedHere },
  signal: AbortSignal,
): Promise<object> {
  const texts = typeof input === 'string' ? [input] : input
  const vectors = await embed(texts, signal)
  const length = vectors[0]?.length ?? 0
  if (dimensions != null && dimensions !== length)
    throw new AppError('invalid_input', `Vectors of "${model}" have ${length} dimensions.`, {
      param: 'dimensions',
    })
  const tokens = estimateTokens(texts.reduce((sum, text) => sum + text.length, 0))
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      ...{ object: 'embedding', index },
      embedding: encoding === 'base64' ? toBase64(vector) : [...vector],
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    verity: { usage_is_estimated: true },
  }
}

/** Little-endian 32-bit floats, as clients read them. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4)
  return bytes.toString('base64')
}
