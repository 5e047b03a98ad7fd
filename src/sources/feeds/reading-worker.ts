import { parentPort } from 'node:worker_threads'
import { type Downloaded, readArticleBytes, readFeedBytes } from './perform-reading.ts'

/** What is sent to the worker; one answer comes back for each, in order. */
export type ReadingTask = { readonly kind: 'feed' | 'article'; readonly document: Downloaded }

parentPort?.on('message', ({ kind, document }: ReadingTask) => {
  parentPort?.postMessage(kind === 'feed' ? readFeedBytes(document) : readArticleBytes(document))
})
