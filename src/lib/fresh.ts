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
  let current: Promise<Result> | null = null
  // However long a load takes, it is shared; it ages from when it is there.
  let loadedAt: number | null = null
  const isFresh = () => {
    // Earlier than it was there: the clock was set back.
    const ageMs = loadedAt === null ? 0 : now() - loadedAt
    return ageMs >= 0 && ageMs <= freshMs
  }
  return () => {
    if (current !== null && isFresh()) return current
    const loading = load()
    current = loading
    loadedAt = null
    loading.then(
      () => {
        if (current === loading) loadedAt = now()
      },
      () => {
        if (current === loading) current = null
      },
    )
    return loading
  }
}
