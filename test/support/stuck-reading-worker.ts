import { parentPort } from 'node:worker_threads'
import type { ReadingTask } from '../../src/sources/feeds/reading-worker.ts'

/** Reads nothing: hangs, dies or eats memory, as the document says. */
parentPort?.on('message', ({ document }: ReadingTask) => {
  const order = Buffer.from(document.bytes).toString()
  if (order === 'hang') for (;;);
  if (order === 'die') process.exit(1)
  if (order === 'throw') throw new Error('broken')
  if (order === 'eat') for (const hoard: string[][] = []; ; ) hoard.push(new Array<string>(100_000).fill('x'))
  parentPort?.postMessage({ kind: 'none', reason: 'no_text' })
})
