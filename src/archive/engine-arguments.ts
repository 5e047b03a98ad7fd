/** Longest statement in bytes: a batch of ids is written into it. */
export const QUERY_BYTES_MAX = 64 * 1024 * 1024

/**
 * What the embedded engine starts with. Its defaults are for a machine of its own (caches up to half of the
 * memory); these bound it beside our own process. Measured in docs/decisions/0002-embedded-clickhouse.md.
 */
export const ENGINE_ARGUMENTS: readonly string[] = [
  '--mark_cache_size=67108864',
  '--primary_index_cache_size=67108864',
  '--index_mark_cache_size=33554432',
  '--text_index_tokens_cache_size=33554432',
  '--text_index_header_cache_size=33554432',
  '--text_index_postings_cache_size=67108864',
  '--query_condition_cache_size=16777216',
  '--vector_similarity_index_cache_size=0',
]
