import { Random } from '../../src/lib/random.ts'
import { type GgufTensor, type GgufValue, writeGguf } from './gguf-writer.ts'

const WIDTH = 64
const INNER = 96
const HEADS = 4
const LAYERS = 2
const EXPERTS = 4
const CONTEXT_TOKENS = 8_192
const CONTROL = 3
const NORMAL = 1

/** Ends with the marker that an answer follows, so that the last token of every prompt is the same. */
const TEMPLATE =
  "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
const MARKERS = ['<|system|>', '<|user|>', '<|assistant|>', '<|end|>']
const ANSWER_FOLLOWS = 2
const END = 3

type Piece = { readonly text: string; readonly type: number }

/** A llama with random weights: it runs for real and writes rubbish. About 0.7 MB. */
export function tinyLlama(options: { readonly seed?: number; readonly template?: boolean } = {}): Buffer {
  const pieces = vocabulary([])
  const random = weights(options.seed ?? 1)
  return writeGguf(
    describe('llama', pieces, options.template ?? true),
    llamaTensors(pieces.length, WIDTH, random),
  )
}

/** The same with Grok-1's architecture: a mixture of experts. About 1.1 MB. */
export function tinyGrok(options: { readonly seed?: number } = {}): Buffer {
  const pieces = vocabulary([])
  const random = weights(options.seed ?? 1)
  const metadata = {
    ...describe('grok', pieces, true),
    'grok.expert_count': { u32: EXPERTS },
    'grok.expert_used_count': { u32: 2 },
  }
  const layers = range(LAYERS).flatMap((layer) => [
    ...attention(layer, WIDTH, random),
    ones(`blk.${layer}.attn_output_norm.weight`, WIDTH),
    ones(`blk.${layer}.layer_output_norm.weight`, WIDTH),
    random(`blk.${layer}.ffn_gate_inp.weight`, [WIDTH, EXPERTS]),
    random(`blk.${layer}.ffn_gate_exps.weight`, [WIDTH, INNER, EXPERTS]),
    random(`blk.${layer}.ffn_up_exps.weight`, [WIDTH, INNER, EXPERTS]),
    random(`blk.${layer}.ffn_down_exps.weight`, [INNER, WIDTH, EXPERTS]),
  ])
  return writeGguf(metadata, [...outer(pieces.length, WIDTH, random), ...layers])
}

/**
 * A llama that answers every prompt with one text: its layers do nothing, and each piece of the text has weights that make
 * the next one likeliest. It runs for real, through the same tokeniser, template and sampler as any other.
 */
export function recitingLlama(text: string): Buffer {
  const recited = cutIntoPieces(text)
  const pieces = vocabulary(recited)
  const first = pieces.length - recited.length
  const markers = first - MARKERS.length
  const width = WIDTH * Math.ceil((recited.length + 2) / WIDTH)
  const chain = [markers + ANSWER_FOLLOWS, ...range(recited.length).map((at) => first + at), markers + END]
  const embedding = new Float32Array(width * pieces.length)
  const output = new Float32Array(width * pieces.length)
  for (const [at, token] of chain.entries()) {
    embedding[token * width + at] = 1
    const next = chain[at + 1]
    if (next !== undefined) output[next * width + at] = 10
  }
  const nothing: MakeTensor = (name, shape) => ({ name, shape, values: new Float32Array(product(shape)) })
  const tensors = llamaTensors(pieces.length, width, nothing).map((tensor) =>
    tensor.name === 'token_embd.weight'
      ? { ...tensor, values: embedding }
      : tensor.name === 'output.weight'
        ? { ...tensor, values: output }
        : tensor,
  )
  return writeGguf(describe('llama', pieces, true, width), tensors)
}

/** Every piece is another text, as a vocabulary wants it. */
function cutIntoPieces(text: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of text.replaceAll(' ', '▁')) {
    piece += character
    if (piece.length >= 6 && !pieces.includes(piece)) {
      pieces.push(piece)
      piece = ''
    }
  }
  if (piece === '') return pieces
  return pieces.includes(piece) || piece.length === 1
    ? [...pieces.slice(0, -1), `${pieces.at(-1) ?? ''}${piece}`]
    : [...pieces, piece]
}

function vocabulary(more: readonly string[]): Piece[] {
  const bytes = range(256).map((byte) => ({
    text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    type: 6,
  }))
  const letters = [...'▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,?!:;\'"{}[]()-_']
  return [
    { text: '<unk>', type: 2 },
    { text: '<s>', type: CONTROL },
    { text: '</s>', type: CONTROL },
    ...bytes,
    ...letters.map((text) => ({ text, type: NORMAL })),
    ...MARKERS.map((text) => ({ text, type: CONTROL })),
    ...more.map((text) => ({ text, type: NORMAL })),
  ]
}

function describe(
  architecture: 'llama' | 'grok',
  pieces: readonly Piece[],
  hasTemplate: boolean,
  width = WIDTH,
): Record<string, GgufValue> {
  const own: Record<string, GgufValue> = {
    context_length: { u32: CONTEXT_TOKENS },
    embedding_length: { u32: width },
    block_count: { u32: LAYERS },
    feed_forward_length: { u32: INNER },
    'attention.head_count': { u32: HEADS },
    'attention.head_count_kv': { u32: HEADS },
    'attention.layer_norm_rms_epsilon': { f32: 1e-5 },
    'rope.dimension_count': { u32: width / HEADS },
    vocab_size: { u32: pieces.length },
  }
  const end = pieces.findIndex(({ text }) => text === '<|end|>')
  return {
    'general.architecture': architecture,
    'general.name': `tiny ${architecture}`,
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${architecture}.${key}`, value])),
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.tokens': { strings: pieces.map(({ text }) => text) },
    'tokenizer.ggml.scores': { f32s: pieces.map((_, at) => -at) },
    'tokenizer.ggml.token_type': { i32s: pieces.map(({ type }) => type) },
    'tokenizer.ggml.bos_token_id': { u32: 1 },
    'tokenizer.ggml.eos_token_id': { u32: end },
    'tokenizer.ggml.unknown_token_id': { u32: 0 },
    'tokenizer.ggml.add_bos_token': true,
    ...(hasTemplate && { 'tokenizer.chat_template': TEMPLATE }),
  }
}

type MakeTensor = (name: string, shape: readonly number[]) => GgufTensor

function weights(seed: number): MakeTensor {
  const random = new Random(String(seed))
  return (name, shape) => ({
    name,
    shape,
    values: Float32Array.from({ length: product(shape) }, () => (random.next01() - 0.5) * 0.4),
  })
}

function outer(words: number, width: number, make: MakeTensor): GgufTensor[] {
  return [
    make('token_embd.weight', [width, words]),
    ones('output_norm.weight', width),
    make('output.weight', [width, words]),
  ]
}

function llamaTensors(words: number, width: number, make: MakeTensor): GgufTensor[] {
  const layers = range(LAYERS).flatMap((layer) => [
    ...attention(layer, width, make),
    make(`blk.${layer}.ffn_gate.weight`, [width, INNER]),
    make(`blk.${layer}.ffn_up.weight`, [width, INNER]),
    make(`blk.${layer}.ffn_down.weight`, [INNER, width]),
  ])
  return [...outer(words, width, make), ...layers]
}

function attention(layer: number, width: number, make: MakeTensor): GgufTensor[] {
  const projections = ['attn_q', 'attn_k', 'attn_v', 'attn_output']
  return [
    ones(`blk.${layer}.attn_norm.weight`, width),
    ones(`blk.${layer}.ffn_norm.weight`, width),
    ...projections.map((name) => make(`blk.${layer}.${name}.weight`, [width, width])),
  ]
}

function ones(name: string, length: number): GgufTensor {
  return { name, shape: [length], values: new Float32Array(length).fill(1) }
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, one) => all * one, 1)
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at)
}
