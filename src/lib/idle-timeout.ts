/**
 * Passes items on and fails when the source is silent for too long, before its first item or between two.
 * The source is asked to close when the reader stops early; a source that never answers is not waited for.
 *
 * @param idleMaxMs > 0
 * @param makeError what to throw after the silence
 */
export async function* withIdleTimeout<Item>(
  source: AsyncIterable<Item>,
  idleMaxMs: number,
  makeError: () => Error,
): AsyncGenerator<Item> {
  const iterator = source[Symbol.asyncIterator]()
  try {
    for (;;) {
      const result = await nextOrTimeout(iterator, idleMaxMs, makeError)
      if (result.done === true) return
      yield result.value
    }
  } finally {
    void iterator.return?.()?.then(undefined, () => {})
  }
}

async function nextOrTimeout<Item>(
  iterator: AsyncIterator<Item>,
  idleMaxMs: number,
  makeError: () => Error,
): Promise<IteratorResult<Item>> {
  const { promise: silence, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(makeError()), idleMaxMs)
  try {
    return await Promise.race([iterator.next(), silence])
  } finally {
    clearTimeout(timer)
  }
}
