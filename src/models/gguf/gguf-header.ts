/** What a GGUF file says about itself, as far as we use it. Null is "does not say". */
export type GgufHeader = {
  /** `llama`, `grok`, `qwen3`, … */
  readonly architecture: string
  readonly name: string | null
  readonly hasChatTemplate: boolean
  /** Tokens that the model was trained to hold. */
  readonly contextTokens: number | null
  readonly layers: number | null
  readonly width: number | null
  readonly heads: number | null
  /** Heads that keys and values have; fewer than `heads` in newer models. */
  readonly keyHeads: number | null
  /** Numbers of a key and of a value in one head. */
  readonly keyLength: number | null
  readonly valueLength: number | null
  readonly words: number | null
  readonly parameters: number
  /** Files that the model was cut into; 1 where it is whole. */
  readonly parts: number
  /** Bytes that a whole file has at least. */
  readonly bytesMin: number
}

/** The bytes end before the header does. */
export class HeaderCutError extends Error {
  override readonly name = 'HeaderCutError'
}

/** The bytes are no GGUF that we read. */
export class NotGgufError extends Error {
  override readonly name = 'NotGgufError'
}

type Value = string | number | boolean | readonly Value[] | { readonly count: number }

const VERSIONS = [2, 3]
const ALIGNMENT_DEFAULT = 32
/** Far above what any model has; a file that says more is broken or hostile. */
const ENTRIES_MAX = 1_000_000
const NAME_BYTES_MAX = 65_535
const DIMENSIONS_MAX = 8
/** Lists this long are kept; of longer ones (words, scores) the length alone is of use. */
const LIST_KEPT_MAX = 1_024
const LIST_DEPTH_MAX = 4
const STRING = 8
const LIST = 9

/** Bytes of each metadata type with a fixed size: 8, 16, 32 and 64 bit numbers, and truth values. */
const SCALAR_BYTES: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1 },
  ...{ 10: 8, 11: 8, 12: 8 },
}

/**
 * Values and bytes of a block of each tensor type, by its number. A type that is not here is newer than this table: its size is not checked.
 * @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (types), ggml-common.h (blocks); taken down on 2026-11-22
 */
const BLOCKS: Readonly<Record<number, readonly [values: number, bytes: number]>> = {
  ...{ 0: [1, 4], 1: [1, 2], 2: [32, 18], 3: [32, 20], 6: [32, 22], 7: [32, 24], 8: [32, 34], 9: [32, 36] },
  ...{ 10: [256, 84], 11: [256, 110], 12: [256, 144], 13: [256, 176], 14: [256, 210], 15: [256, 292] },
  ...{ 16: [256, 66], 17: [256, 74], 18: [256, 98], 19: [256, 50], 20: [32, 18], 21: [256, 110] },
  ...{ 22: [256, 82], 23: [256, 136], 24: [1, 1], 25: [1, 2], 26: [1, 4], 27: [1, 8], 28: [1, 8] },
  ...{ 29: [256, 56], 30: [1, 2], 34: [256, 54], 35: [256, 66], 39: [32, 17] },
}

/**
 * Reads the head of a GGUF file, version 2 or 3, little endian. Pure: files are hostile input, and the native code that
 * loads them trusts what they say.
 *
 * @param bytes the beginning of the file
 * @throws {HeaderCutError} when more bytes are needed
 * @throws {NotGgufError} with the reason, as the end of a sentence
 */
export function parseGgufHeader(bytes: Buffer): GgufHeader {
  const reader = new Reader(bytes)
  if (reader.take(4).toString('latin1') !== 'GGUF') throw new NotGgufError('does not begin with "GGUF"')
  const version = reader.uint32()
  if (!VERSIONS.includes(version)) throw new NotGgufError(`has version ${version}; 2 and 3 can be read`)
  const tensors = reader.count(ENTRIES_MAX)
  const entries = reader.count(ENTRIES_MAX)
  const metadata = new Map<string, Value>()
  for (let at = 0; at < entries; at += 1) {
    const key = reader.text(NAME_BYTES_MAX)
    metadata.set(key, reader.value(reader.uint32()))
  }
  const extent = readExtent(reader, tensors)
  const alignment = metadata.get('general.alignment') ?? ALIGNMENT_DEFAULT
  if (typeof alignment !== 'number' || alignment < 1 || alignment > 1 << 20)
    throw new NotGgufError('has an unusable alignment')
  const dataAt = Math.ceil(reader.position / alignment) * alignment
  return describe(metadata, { ...extent, bytesMin: dataAt + extent.bytes })
}

function readExtent(reader: Reader, tensors: number): { parameters: number; bytes: number } {
  let parameters = 0
  let bytes = 0
  for (let at = 0; at < tensors; at += 1) {
    reader.text(NAME_BYTES_MAX)
    const dimensions = reader.uint32()
    if (dimensions > DIMENSIONS_MAX) throw new NotGgufError('has a tensor with too many dimensions')
    let values = 1
    for (let axis = 0; axis < dimensions; axis += 1) values *= reader.count(Number.MAX_SAFE_INTEGER)
    const block = BLOCKS[reader.uint32()]
    const offset = reader.count(Number.MAX_SAFE_INTEGER)
    const size = block === undefined ? 0 : Math.ceil(values / block[0]) * block[1]
    if (!Number.isSafeInteger(offset + size)) throw new NotGgufError('has a tensor of impossible size')
    parameters += values
    bytes = Math.max(bytes, offset + size)
  }
  return { parameters, bytes }
}

function describe(
  metadata: ReadonlyMap<string, Value>,
  extent: Pick<GgufHeader, 'parameters' | 'bytesMin'>,
): GgufHeader {
  const architecture = metadata.get('general.architecture')
  if (typeof architecture !== 'string') throw new NotGgufError('does not name its architecture')
  const name = metadata.get('general.name')
  const number = (key: string) => {
    const value = metadata.get(key)
    // Some models have another number for each layer; the largest is what memory is needed for.
    const found = Array.isArray(value) ? Math.max(...value.filter((each) => typeof each === 'number')) : value
    return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 ? found : null
  }
  const own = (key: string) => number(`${architecture}.${key}`)
  const heads = own('attention.head_count')
  const width = own('embedding_length')
  const perHead = heads === null || width === null ? null : Math.ceil(width / heads)
  const words = metadata.get('tokenizer.ggml.tokens')
  return {
    ...extent,
    architecture,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
    hasChatTemplate: typeof metadata.get('tokenizer.chat_template') === 'string',
    contextTokens: own('context_length'),
    layers: own('block_count'),
    width,
    heads,
    keyHeads: own('attention.head_count_kv') ?? heads,
    keyLength: own('attention.key_length') ?? perHead,
    valueLength: own('attention.value_length') ?? perHead,
    words: lengthOf(words) ?? own('vocab_size'),
    parts: number('split.count') ?? 1,
  }
}

function lengthOf(value: Value | undefined): number | null {
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' && 'count' in value ? value.count : null
}

class Reader {
  position = 0
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  take(length: number): Buffer {
    const end = this.position + length
    if (end > this.#bytes.length) throw new HeaderCutError('The header goes on.')
    const taken = this.#bytes.subarray(this.position, end)
    this.position = end
    return taken
  }

  uint32(): number {
    return this.take(4).readUInt32LE()
  }

  count(max: number): number {
    const value = this.take(8).readBigUInt64LE()
    if (value > BigInt(max)) throw new NotGgufError('counts more than a model can have')
    return Number(value)
  }

  text(bytesMax: number): string {
    return this.take(this.count(bytesMax)).toString('utf8')
  }

  value(type: number, depth = 0): Value {
    if (type === STRING) return this.text(Number.MAX_SAFE_INTEGER)
    if (type === LIST) return this.#list(depth)
    const bytes = this.take(scalarBytes(type))
    if (type === 7) return bytes[0] === 1
    if (type === 6) return bytes.readFloatLE()
    if (type === 12) return bytes.readDoubleLE()
    if (type === 10) return Number(bytes.readBigUInt64LE())
    if (type === 11) return Number(bytes.readBigInt64LE())
    const isSigned = type === 1 || type === 3 || type === 5
    return isSigned ? bytes.readIntLE(0, bytes.length) : bytes.readUIntLE(0, bytes.length)
  }

  #list(depth: number): Value {
    if (depth >= LIST_DEPTH_MAX) throw new NotGgufError('has lists within lists within lists')
    const type = this.uint32()
    const count = this.count(Number.MAX_SAFE_INTEGER)
    if (count <= LIST_KEPT_MAX) return Array.from({ length: count }, () => this.value(type, depth + 1))
    if (type === STRING) for (let at = 0; at < count; at += 1) this.take(this.count(Number.MAX_SAFE_INTEGER))
    else if (type === LIST) for (let at = 0; at < count; at += 1) this.#list(depth + 1)
    else this.take(count * scalarBytes(type))
    return { count }
  }
}

function scalarBytes(type: number): number {
  const bytes = SCALAR_BYTES[type]
  if (bytes === undefined) throw new NotGgufError(`has a value of unknown type ${type}`)
  return bytes
}
