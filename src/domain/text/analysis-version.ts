/**
 * Raise it when `analyseText` gives other terms for the same text. The archive remembers which version made its
 * terms; stored under another one, posts are found less well until they are imported again.
 */
export const ANALYSIS_VERSION = 1
