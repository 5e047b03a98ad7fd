import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { dayRange, formatDuration, formatUsd } from '../../shared/i18n/format.ts'
import { MESSAGES } from '../../shared/i18n/messages.ts'
import { codeInWords, countedReasons } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import css from './ask.module.css'
import { ModelCalls } from './ModelCalls.tsx'
import { ReadingList } from './ReadingList.tsx'

type Trace = AnswerJson['trace']

/** The work behind an answer: what was searched, read and left out, how long each step took, what it cost. */
export function TraceView({ runId, answer }: { runId: string; answer: AnswerJson }) {
  const words = useWords()
  const { locale, t } = words
  const { trace, model } = answer
  return (
    <section aria-label={t('trace.label')} className={css.trace}>
      {trace.fallback_reason ? (
        <p className={css.traceNote}>
          {t(model.embedded ? 'trace.fallback' : 'trace.partly', {
            reason: cleanLine(trace.fallback_reason).replace(/[.\s]+$/, ''),
          })}
        </p>
      ) : null}
      <dl className={css.traceRows}>
        <Row name={t('trace.kind')}>{t(kindKey(trace.kind))}</Row>
        {trace.understood ? <UnderstoodRows understood={trace.understood} /> : null}
        <Row name={t('trace.queries')}>
          <Queries queries={trace.queries} />
        </Row>
        <Row name={t('trace.posts')}>
          {t('trace.foundRead', { found: trace.posts_found, read: trace.posts_read })}
        </Row>
        {trace.web ? <WebRow web={trace.web} /> : null}
        <Row name={t('trace.dropped')}>{droppedText(words, trace)}</Row>
        <Row name={t('trace.time')}>
          {formatDuration(locale, trace.total_ms)}
          <Steps stepsMs={trace.steps_ms} totalMs={trace.total_ms} />
        </Row>
        <Row name={t('trace.writtenBy')}>
          {model.embedded ? (
            t('status.engineEmbedded')
          ) : (
            <bdi>{cleanLine(`${model.model} (${model.provider})`)}</bdi>
          )}
        </Row>
        <Row name={t('trace.cost')}>{costText(words, trace)}</Row>
        {trace.budget ? <Row name={t('trace.budget')}>{budgetText(words, trace.budget)}</Row> : null}
      </dl>
      <ModelCalls calls={trace.model_calls ?? []} />
      <ReadingList notes={trace.reading ?? []} />
      <p className={css.traceLinks}>
        <Export runId={runId} format="md" name="Markdown" />
        <Export runId={runId} format="json" name="JSON" />
        <Link to="/prompts" search={NO_EVIDENCE} className={css.traceLink}>
          {t('trace.prompts')}
        </Link>
      </p>
    </section>
  )
}

function Export({ runId, format, name }: { runId: string; format: 'md' | 'json'; name: string }) {
  const { t } = useWords()
  return (
    <a
      className={css.traceLink}
      href={`/api/runs/${encodeURIComponent(runId)}/answer?format=${format}`}
      download
      aria-label={t('trace.export', { format: name })}
    >
      <Download size={14} aria-hidden />
      {name}
    </a>
  )
}

function Queries({ queries }: { queries: readonly string[] }) {
  const { t } = useWords()
  if (queries.length === 0) return t('trace.noQueries')
  return queries.map((query) => (
    <Link
      key={query}
      to="/search"
      search={{ ...NO_EVIDENCE, query }}
      className={css.query}
      title={t('search.thisQuery', { query: cleanLine(query) })}
    >
      <bdi>{cleanLine(query)}</bdi>
    </Link>
  ))
}

/** How the question was taken: completed from the conversation, what it is about, from when, and its operators. */
function UnderstoodRows({ understood }: { understood: NonNullable<Trace['understood']> }) {
  const { locale, t } = useWords()
  const { standalone, follow_up, about, from, to, operators } = understood
  return (
    <>
      {follow_up ? (
        <Row name={t('trace.standalone')}>
          <bdi>{cleanLine(standalone)}</bdi>
        </Row>
      ) : null}
      {about.length > 0 ? (
        <Row name={t('trace.subject')}>
          <bdi>{cleanLine(about.join(', '))}</bdi>
        </Row>
      ) : null}
      {from && to ? <Row name={t('trace.window')}>{dayRange(locale, from, to)}</Row> : null}
      {operators.length > 0 ? (
        <Row name={t('trace.operators')}>
          {operators.map((operator) => (
            <code key={operator} className={css.query}>
              {cleanLine(operator)}
            </code>
          ))}
        </Row>
      ) : null}
    </>
  )
}

/** Pages and files beside posts: how many were read, and what each search service gave or why it gave nothing. */
function WebRow({ web }: { web: NonNullable<Trace['web']> }) {
  const { t } = useWords()
  return (
    <Row name={t('trace.web')}>
      {t('trace.webRead', { pages: web.pages_read, files: web.files_read })}
      {web.configured ? null : <span className={css.traceAside}> {t('trace.webNone')}</span>}
      {web.searches
        .filter(({ failure }) => failure !== null)
        .map(({ provider, failure }) => (
          <span key={provider} className={css.traceAside}>
            {' '}
            {cleanLine(`${provider}: ${failure}`)}
          </span>
        ))}
    </Row>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.traceRow}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Each step with a bar of its share, so that the slow one is seen at a glance. */
function Steps({ stepsMs, totalMs }: { stepsMs: Readonly<Record<string, number>>; totalMs: number }) {
  const words = useWords()
  return (
    <ul className={css.steps}>
      {Object.entries(stepsMs).map(([step, ms]) => (
        <li key={step} className={css.step}>
          <span>{codeInWords(words, 'step', step)}</span>
          <span
            className={css.stepBar}
            style={{ inlineSize: `${Math.round((ms / Math.max(totalMs, 1)) * 100)}%` }}
          />
          <span className={css.stepMs}>{formatDuration(words.locale, ms)}</span>
        </li>
      ))}
    </ul>
  )
}

function droppedText(words: Words, { dropped }: Trace): string {
  const counted = countedReasons(words, withoutVerdict(dropped))
  const number = numberFormat(words.locale)
  if (counted.length === 0) return words.t('trace.droppedNone')
  return counted.map(({ reason, count }) => `${number.format(count)} ${reason}`).join(', ')
}

/** The engine counts its own decision to abstain among what it dropped; that is no post. */
function withoutVerdict(dropped: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(dropped).filter(([reason]) => !reason.startsWith('abstained_')))
}

export function costText({ locale, t }: Words, { cost_usd }: Pick<Trace, 'cost_usd'>): string {
  if (cost_usd === null) return t('trace.costUnknown')
  return cost_usd > 0 ? formatUsd(locale, cost_usd) : t('trace.free')
}

function budgetText({ locale, t }: Words, budget: NonNullable<Trace['budget']>): string {
  const spent = t('trace.budgetSpent', {
    calls: budget.calls,
    callsMax: budget.calls_max,
    time: formatDuration(locale, budget.ms),
    timeMax: formatDuration(locale, budget.ms_max),
  })
  const money =
    budget.cost_usd === null
      ? t('trace.budgetNoPrice')
      : t('trace.budgetMoney', {
          cost: formatUsd(locale, budget.cost_usd),
          costMax: formatUsd(locale, budget.cost_usd_max),
        })
  const end = budget.ended_by === null ? '' : ` ${t(`trace.ended.${budget.ended_by}`)}`
  return `${spent}, ${money}.${end}`
}

type KindKey = Extract<keyof typeof MESSAGES, `trace.kind.${string}`>

function kindKey(kind: string): KindKey {
  const key = `trace.kind.${kind}`
  return Object.hasOwn(MESSAGES, key) ? (key as KindKey) : 'trace.kind.other'
}
