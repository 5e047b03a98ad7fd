import { setImmediate, setTimeout } from 'node:timers/promises'

/** Lets other work go on until the condition holds. The test's own time limit ends it when it never does. */
export async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isReached())) await setImmediate()
}

/** The same for work in real servers, which are asked fifty times a second. */
export async function eventually(isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isReached())) await setTimeout(20)
}
