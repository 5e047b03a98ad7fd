import { parentPort } from 'node:worker_threads'
import type { DocumentBytes } from '../../src/sources/documents/read-document.ts'

/** Reads nothing: hangs or dies, as the document says. */
parentPort?.on('message', ({ bytes }: DocumentBytes) => {
  if (Buffer.from(bytes).toString() === 'hang') for (;;);
  process.exit(1)
})
