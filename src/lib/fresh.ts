/**
 * Remembers what `load` gave for a while; callers at the same time share one load. A failure is not remembered.
 *
 * @param freshMs how long a result is given again
 */
export function freshFor<Result>(
  freshMs: number,
  now: () => number,
  load: () => Promise<Result>,
): () => Promise<Result> {
  let loadedAt = Number.NEGATIVE_INFINITY
  let current: Promise<Result> | null = null
  return () => {
    if (current !== null && now() - loadedAt <= freshMs) return current
    loadedAt = now()
    const loading = load()
    current = loading
    loading.catch(() => {
      if (current === loading) current = null
    })
    return loading
  }
}
