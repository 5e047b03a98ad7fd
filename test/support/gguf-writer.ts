/** One value of a GGUF file's metadata; numbers say their type, because the format does. */
export type GgufValue =
  | string
  | boolean
  | { readonly u32: number }
  | { readonly f32: number }
  | { readonly strings: readonly string[] }
  | { readonly f32s: readonly number[] }
  | { readonly i32s: readonly number[] }

export type GgufTensor = {
  readonly name: string
  /** Fastest dimension first, as GGUF counts. */
  readonly shape: readonly number[]
  readonly values: Float32Array
}

const TYPE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const
const F32_TENSOR = 0
const ALIGNMENT = 32

/**
 * A GGUF file, version 3, little endian, 32-bit floats.
 *
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function writeGguf(
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Buffer {
  const entries = Object.entries(metadata)
  const head = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(entries.length)]
  const pairs = entries.flatMap(([key, value]) => [text(key), ...encode(value)])
  let offset = 0
  const infos = tensors.flatMap(({ name, shape, values }) => {
    const info = [text(name), u32(shape.length), ...shape.map(u64), u32(F32_TENSOR), u64(offset)]
    offset += padded(values.byteLength)
    return info
  })
  const front = Buffer.concat([...head, ...pairs, ...infos])
  const data = tensors.map(({ values }) => {
    const bytes = Buffer.alloc(padded(values.byteLength))
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).copy(bytes)
    return bytes
  })
  return Buffer.concat([front, Buffer.alloc(padded(front.length) - front.length), ...data])
}

function encode(value: GgufValue): Buffer[] {
  if (typeof value === 'string') return [u32(TYPE.string), text(value)]
  if (typeof value === 'boolean') return [u32(TYPE.bool), Buffer.from([value ? 1 : 0])]
  if ('u32' in value) return [u32(TYPE.u32), u32(value.u32)]
  if ('f32' in value) return [u32(TYPE.f32), f32(value.f32)]
  if ('strings' in value) return array(TYPE.string, value.strings.map(text))
  if ('f32s' in value) return array(TYPE.f32, value.f32s.map(f32))
  return array(TYPE.i32, value.i32s.map(u32))
}

function array(type: number, items: readonly Buffer[]): Buffer[] {
  return [u32(TYPE.array), u32(type), u64(items.length), ...items]
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([u64(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}
