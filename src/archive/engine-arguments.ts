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

/** Settings of every session. */
export const COMMON_SETTINGS = `max_query_size = ${QUERY_BYTES_MAX}`

/** The writer works on one thread: analysis needs the other cores, and each thread of an insert holds its own blocks. */
export const WRITER_SETTINGS = 'max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0'

/**
 * Settings of the engine's allocator, read from the environment variable JE_MALLOC_CONF when the library loads. Freed
 * memory goes back to the system after a second instead of ten (tens of MB less at the peak of an import; sooner than that,
 * fetching it again costs more than it saves), and two arenas instead of four a core hold it together.
 */
export const ALLOCATOR_SETTINGS = 'dirty_decay_ms:1000,muzzy_decay_ms:0,narenas:2'
