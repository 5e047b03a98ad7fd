import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ImportReportJson, JobJson } from '../../../../src/contract/job.ts'
import { setActiveJob } from '../../shared/active-job.ts'
import { ApiError } from '../../shared/api/client.ts'
import { jobQuery, questionsQuery } from '../../shared/api/queries.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { countedReasons } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { errorText } from '../../shared/ui/Note.tsx'
import css from './intake.module.css'
import { stopJob } from './intake-api.ts'

/** The progress of an import or simulation, and what came of it: every line is accounted for. */
export function JobCard({ jobId, isFirst }: { jobId: string; isFirst: boolean }) {
  const words = useWords()
  const queries = useQueryClient()
  const { data: job, error } = useQuery(jobQuery(jobId))
  const isGone = error instanceof ApiError && error.status === 404
  useEffect(() => {
    if (isGone) setActiveJob(null)
  }, [isGone])
  useEffect(() => {
    if (job?.state === 'done') void queries.invalidateQueries({ queryKey: questionsQuery.queryKey })
  }, [queries, job?.state])
  if (!job) return null
  return (
    <section className={css.job} aria-live="polite">
      <p className={css.jobTitle}>{titleOf(words, job)}</p>
      {job.state === 'running' ? <Progress value01={job.progress01} /> : null}
      {job.error ? <p className={css.jobError}>{errorText(words, job.error)}</p> : null}
      {job.report ? <Report report={job.report} /> : null}
      {job.state === 'failed' || job.state === 'stopped' ? (
        <p className={css.jobNote}>{words.t('intake.keptPart')}</p>
      ) : null}
      <JobActions job={job} isFirst={isFirst} />
    </section>
  )
}

function JobActions({ job, isFirst }: { job: JobJson; isFirst: boolean }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  if (job.state === 'running') {
    const stop = () =>
      void stopJob(job.id).finally(() => queries.invalidateQueries({ queryKey: jobQuery(job.id).queryKey }))
    return (
      <div className={css.jobActions}>
        <Button onClick={stop}>{t('intake.stop')}</Button>
      </div>
    )
  }
  const ask = () => {
    setActiveJob(null)
    void navigate({ to: '/', search: NO_EVIDENCE })
  }
  return (
    <div className={css.jobActions}>
      {(job.report?.stored ?? 0) + (job.report?.duplicates ?? 0) > 0 ? (
        <Button look="primary" onClick={ask}>
          {t('intake.ask')}
        </Button>
      ) : null}
      <Button look={isFirst ? 'plain' : 'quiet'} onClick={() => setActiveJob(null)}>
        {t('intake.dismiss')}
      </Button>
    </div>
  )
}

/** A file on its way to the server; the import starts when it has arrived. */
export function UploadCard({ name, sent01, onStop }: { name: string; sent01: number; onStop: () => void }) {
  const { t } = useWords()
  return (
    <section className={css.job}>
      <p className={css.jobTitle}>{t('intake.uploading', { name })}</p>
      <Progress value01={sent01} />
      <div className={css.jobActions}>
        <Button onClick={onStop}>{t('intake.stop')}</Button>
      </div>
    </section>
  )
}

/** Unknown is not zero: without a measure the bar shows only that it goes on. */
function Progress({ value01 }: { value01: number | null }) {
  const { t } = useWords()
  return (
    <progress
      className={css.progress}
      aria-label={t('intake.progress')}
      max={1}
      {...(value01 === null ? {} : { value: value01 })}
    />
  )
}

const COUNTS = ['read', 'stored', 'duplicates', 'parked'] as const

function Report({ report }: { report: ImportReportJson }) {
  const words = useWords()
  const { locale, t } = words
  const number = (value: number) => numberFormat(locale).format(value)
  const reasons = countedReasons(words, report.reasons)
  return (
    <>
      <dl className={css.counts}>
        {COUNTS.map((name) => (
          <div key={name} className={css.count}>
            <dd>{number(report[name])}</dd>
            <dt>{t(`intake.${name}`)}</dt>
          </div>
        ))}
      </dl>
      {reasons.length > 0 ? (
        <details className={css.reasons}>
          <summary>{t('intake.reasons')}</summary>
          <ul>
            {reasons.map(({ reason, count }) => (
              <li key={reason}>
                <span>{number(count)}</span> {reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  )
}

function titleOf({ t }: Words, job: JobJson): string {
  const isSimulation = job.kind === 'simulate'
  const name = isSimulation ? t('intake.simulatedName') : cleanLine(job.title)
  if (job.state === 'running') {
    if (job.kind === 'backfill') return t('intake.fetching', { name })
    return isSimulation ? t('intake.simulating') : t('intake.importing', { name })
  }
  return t(`intake.${job.state}`, { name })
}
