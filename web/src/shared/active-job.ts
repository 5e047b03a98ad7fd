import { createStore } from './store.ts'

const KEY = 'verity.job'

/**
 * The import or simulation this reader started last and has not dismissed, by id. Kept for the length of the browser
 * session, so that a reload or another screen finds its progress again.
 */
export const activeJob = createStore<string | null>(read())

export function setActiveJob(jobId: string | null): void {
  activeJob.set(jobId)
  try {
    if (jobId === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, jobId)
  } catch {
    // Storage is blocked: the job is remembered until the page closes.
  }
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY)
  } catch {
    return null
  }
}
