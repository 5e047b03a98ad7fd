import type { RunningDependencies } from '../../src/desk/keep-source-running.ts'

/** An archive that is empty and takes everything; a test replaces what it looks at. */
export function quietArchive(
  overrides: Partial<RunningDependencies['archive']> = {},
): RunningDependencies['archive'] {
  return {
    query: async () => [],
    getPosts: async () => [],
    deletePosts: async () => 0,
    buryPosts: async () => 0,
    insertPages: async () => 0,
    addCounts: async () => {},
    noteAuthorNames: async () => {},
    addAliases: async () => {},
    findAliased: async () => [],
    ...overrides,
  }
}
