import type { XRule } from './x-options.ts'

/** Longest query of recent search on the plans that everybody can have. */
const QUERY_LENGTH_MAX = 512

/**
 * What recent search does not know, although the stream does.
 * @see https://docs.x.com/x-api/fundamentals/recovery-and-redundancy ("Matching differences")
 */
const STREAM_ONLY = /(?:^|[\s(])-?(?:sample|bio|bio_name|bio_location|embedding|embedding_threshold):/i

export type SearchQueries = {
  /** Few queries that together match what the rules match. */
  readonly queries: readonly string[]
  /** Rules that cannot be searched for. */
  readonly unsearchable: readonly XRule[]
}

/** Joins rules with OR, as many as fit into one query, so that an interruption costs few requests. */
export function searchQueries(rules: readonly XRule[]): SearchQueries {
  const groups: string[][] = []
  const unsearchable: XRule[] = []
  for (const rule of rules) {
    const last = groups.at(-1)
    if (rule.value.length > QUERY_LENGTH_MAX || STREAM_ONLY.test(rule.value)) unsearchable.push(rule)
    else if (last !== undefined && joined([...last, rule.value]).length <= QUERY_LENGTH_MAX)
      last.push(rule.value)
    else groups.push([rule.value])
  }
  return { queries: groups.map(joined), unsearchable }
}

function joined(values: readonly string[]): string {
  const [only] = values
  return values.length === 1 && only !== undefined ? only : values.map((value) => `(${value})`).join(' OR ')
}
