/**
 * Reads several endless sources side by side and gives their items as they come. A source is asked for its next item
 * only when the reader has dealt with its last one, so at most one item of each waits. Ends when all have ended; a
 * failure of one ends the others and is thrown. When the reader stops, every source is asked to close.
 */
export async function* mergeIterables<Item>(sources: readonly AsyncIterable<Item>[]): AsyncGenerator<Item> {
  const waiting: { readonly item: Item; readonly taken: () => void }[] = []
  let running = sources.length
  let hasStopped = false
  let failure: { readonly error: unknown } | null = null
  let wake = () => {}

  const pump = async (source: AsyncIterable<Item>) => {
    try {
      for await (const item of source) {
        if (hasStopped) return
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.push({ item, taken: resolve })
        wake()
        await promise
        if (hasStopped) return
      }
    } catch (error) {
      failure ??= { error }
    } finally {
      running -= 1
      wake()
    }
  }

  for (const source of sources) void pump(source)
  try {
    for (;;) {
      const [next] = waiting
      if (next !== undefined) {
        yield next.item
        waiting.shift()
        next.taken()
        continue
      }
      if (failure !== null) throw (failure as { error: unknown }).error
      if (running === 0) return
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    }
  } finally {
    hasStopped = true
    for (const { taken } of waiting) taken()
  }
}
