const BLOCK_BYTES = 512

export type TarFile = {
  readonly name: string
  readonly content: string | Uint8Array
  /** `0` is a file, `2` a symbolic link, `x` the extended header of what follows. */
  readonly type?: string
  /** The size its header says, where that is not the truth. */
  readonly claimedBytes?: number
}

/** A tar file in the ustar form, as POSIX describes it. */
export function buildTar(files: readonly TarFile[]): Buffer {
  return Buffer.concat([...files.flatMap(tarParts), Buffer.alloc(2 * BLOCK_BYTES)])
}

function tarParts(file: TarFile): Buffer[] {
  const content = Buffer.from(file.content)
  const padding = Buffer.alloc((BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES)
  return [header(file, file.claimedBytes ?? content.length), content, padding]
}

function header({ name, type = '0' }: TarFile, sizeBytes: number): Buffer {
  const head = Buffer.alloc(BLOCK_BYTES)
  head.write(name.slice(0, 100), 0)
  head.write('0000644\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  head.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124)
  head.write('00000000000\0', 136)
  head.write('        ', 148)
  head.write(type, 156)
  if (type === '2') head.write('/etc/passwd', 157)
  head.write('ustar\x0000', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return head
}
