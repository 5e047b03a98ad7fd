import { crc32, deflateRawSync } from 'node:zlib'

/** A file to put into a zip; what is set wrong on purpose makes it a hostile one. */
export type ZipFile = {
  readonly name: string
  readonly content: string | Uint8Array
  /** 8 (deflate) by default; 0 is stored. */
  readonly method?: number
  /** Bit 0 marks it as encrypted. */
  readonly flags?: number
  /** What the zip says about it, where that is not the truth. */
  readonly claimedBytes?: number
  readonly claimedCrc?: number
  /** Sizes and place in the zip64 field instead of the directory's own. */
  readonly zip64?: boolean
}

/** A zip file, byte for byte as APPNOTE.TXT describes it. */
export function buildZip(files: readonly ZipFile[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const { name, packed, facts } = describe(file, offset)
    const local = Buffer.concat([localHead(facts, name), name, packed])
    locals.push(local)
    directory.push(Buffer.concat([directoryHead(facts, name), name, facts.extra]))
    offset += local.length
  }
  const entries = Buffer.concat(directory)
  return Buffer.concat([...locals, entries, endRecord(files.length, entries.length, offset)])
}

type Facts = {
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly bytes: number
  readonly offset: number
  readonly extra: Buffer
}

function describe(file: ZipFile, offset: number): { name: Buffer; packed: Buffer; facts: Facts } {
  const content = Buffer.from(file.content)
  const method = file.method ?? 8
  const packed = method === 8 ? deflateRawSync(content) : content
  const bytes = file.claimedBytes ?? content.length
  const isZip64 = file.zip64 === true
  const extra = isZip64 ? zip64Field(bytes, packed.length, offset) : Buffer.alloc(0)
  const own = (value: number) => (isZip64 ? 0xffffffff : value)
  return {
    name: Buffer.from(file.name),
    packed,
    facts: {
      flags: (file.flags ?? 0) | 0x800,
      method,
      crc: file.claimedCrc ?? crc32(content),
      packedBytes: own(packed.length),
      bytes: own(bytes),
      offset: own(offset),
      extra,
    },
  }
}

function zip64Field(bytes: number, packedBytes: number, offset: number): Buffer {
  const field = Buffer.alloc(28)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(24, 2)
  field.writeBigUInt64LE(BigInt(bytes), 4)
  field.writeBigUInt64LE(BigInt(packedBytes), 12)
  field.writeBigUInt64LE(BigInt(offset), 20)
  return field
}

function localHead(facts: Facts, name: Buffer): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  writeCommon(head, 6, facts)
  head.writeUInt16LE(name.length, 26)
  return head
}

function directoryHead(facts: Facts, name: Buffer): Buffer {
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(45, 4)
  head.writeUInt16LE(45, 6)
  writeCommon(head, 8, facts)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(facts.extra.length, 30)
  head.writeUInt32LE(facts.offset, 42)
  return head
}

function writeCommon(head: Buffer, at: number, facts: Facts): void {
  head.writeUInt16LE(facts.flags, at)
  head.writeUInt16LE(facts.method, at + 2)
  head.writeUInt32LE(facts.crc, at + 8)
  head.writeUInt32LE(facts.packedBytes, at + 12)
  head.writeUInt32LE(facts.bytes, at + 16)
}

function endRecord(count: number, directoryBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directoryBytes, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
