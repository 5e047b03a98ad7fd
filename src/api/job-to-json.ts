import { importReportSchema, type JobJson } from '../contract/job.ts'
import type { Job } from '../ledger/jobs.ts'

/** A piece of long work as the web app receives it. */
export function jobToJson({ id, kind, title, state, progress01, report, error, createdAt }: Job): JobJson {
  const parsed = importReportSchema.safeParse(report)
  return {
    id,
    kind,
    title,
    state,
    progress01,
    report: parsed.success ? parsed.data : null,
    error,
    created_at: new Date(createdAt).toISOString(),
  }
}
