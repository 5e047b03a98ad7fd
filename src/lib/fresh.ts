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
  let freshUntil = Number.POSITIVE_INFINITY
  return () => {
    if (current !== null && now() <= freshUntil) return current
    const loading = load()
    current = loading
    // However long a load takes, it is shared; it ages from when it is there.
    freshUntil = Number.POSITIVE_INFINITY
    loading.then(
      () => {
        if (current === loading) freshUntil = now() + freshMs
      },
      () => {
        if (current === loading) current = null
      },
    )
    return loading
  }
}
