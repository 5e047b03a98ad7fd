import type { RunState } from './run-state.ts'
import { openRun, type RunStore } from './run-store.ts'

/** Runs followed by this page, by run id: leaving a chat and coming back finds its answer still streaming. */
const runs = new Map<string, RunStore>()
const RUNS_MAX = 20

export function followRun(runId: string, onEnd: (state: RunState) => void): RunStore {
  const known = runs.get(runId)
  if (known) return known
  const run = openRun(runId, { onEnd })
  runs.set(runId, run)
  forgetOldest()
  return run
}

export function knownRun(runId: string): RunStore | undefined {
  return runs.get(runId)
}

function forgetOldest(): void {
  for (const [id, run] of runs) {
    if (runs.size <= RUNS_MAX) return
    if (run.getSnapshot().phase !== 'running') runs.delete(id)
  }
}
