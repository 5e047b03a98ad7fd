/**
 * Gives the memory of a byte array back at once. Large buffers lie outside the garbage collector's heap, which would
 * let many of them pile up before it runs. The array is empty afterwards.
 *
 * @param bytes the only view in use of its buffer
 */
export function release(bytes: Uint8Array): void {
  if (bytes.buffer instanceof ArrayBuffer && !bytes.buffer.detached) bytes.buffer.transfer(0)
}
