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

/** The writer works on one thread: analysis needs the other cores, and each thread of an insert holds its own blocks. */
export const WRITER_SETTINGS = 'max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0'

/**
 * After this much was inserted, memory that the engine freed goes back to the system. Left to itself its
 * allocator keeps it for seconds, and an import shows half as much again as it uses.
 */
export const PURGE_AFTER_BYTES = 24 * 1024 * 1024
