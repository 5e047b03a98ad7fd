import { parentPort } from 'node:worker_threads'
import { readDocumentBytes } from './perform-reading.ts'
import type { DocumentBytes } from './read-document.ts'

// PDF.js rejects promises that nobody waits for when a stream inside is damaged; the reading itself says what came of it.
process.on('unhandledRejection', () => {})

/** One reading comes back for each document, in order. */
parentPort?.on('message', async (document: DocumentBytes) => {
  parentPort?.postMessage(await readDocumentBytes(document))
})
