/** Why a run or a job ended early: a stable code and what a person can do. */
export type WorkError = { readonly code: string; readonly message: string }

/** Given to runs and jobs whose process died. */
export const ABANDONED: WorkError = {
  code: 'internal',
  message: 'Verity stopped while this was under way. Start it again.',
}
