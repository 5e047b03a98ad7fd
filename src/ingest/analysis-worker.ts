import { enableCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

/** What the pool gives its threads. */
export type AnalysisWorkerData = {
  /** Where the process keeps compiled code between starts; undefined where it does not. A thread must be told. */
  readonly compileCacheDir: string | undefined
}

// Reading TypeScript and compiling it takes a thread 150 ms, and 30 ms from the cache.
const { compileCacheDir } = workerData as AnalysisWorkerData
if (compileCacheDir !== undefined) enableCompileCache(compileCacheDir)

const { serveAnalysis } = await import('./serve-analysis.ts')
if (parentPort !== null) serveAnalysis(parentPort)
