import type { ReactNode } from 'react'
import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { formatDuration, formatUsd } from '../../shared/i18n/format.ts'
import { MESSAGES } from '../../shared/i18n/messages.ts'
import { codeInWords, countedReasons } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import css from './ask.module.css'

/** The work behind an answer: what was searched, read and left out, how long each step took, what it cost. */
export function TraceView({ id, answer }: { id: string; answer: AnswerJson }) {
  const words = useWords()
  const { locale, t } = words
  const { trace, model } = answer
  const dropped = countedReasons(words, withoutVerdict(trace.dropped))
  const number = (value: number) => numberFormat(locale).format(value)
  return (
    <section id={id} aria-label={t('trace.label')} className={css.trace}>
      {trace.fallback_reason ? (
        <p className={css.traceNote}>{t('trace.fallback', { reason: cleanLine(trace.fallback_reason) })}</p>
      ) : null}
      <dl className={css.traceRows}>
        <Row name={t('trace.kind')}>{t(kindKey(trace.kind))}</Row>
        <Row name={t('trace.queries')}>
          {trace.queries.length === 0
            ? t('trace.noQueries')
            : trace.queries.map((query) => (
                <bdi key={query} className={css.query}>
                  {cleanLine(query)}
                </bdi>
              ))}
        </Row>
        <Row name={t('trace.posts')}>
          {t('trace.foundRead', { found: trace.posts_found, read: trace.posts_read })}
        </Row>
        <Row name={t('trace.dropped')}>
          {dropped.length === 0
            ? t('trace.droppedNone')
            : dropped.map(({ reason, count }) => `${number(count)} ${reason}`).join(', ')}
        </Row>
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
        <Row name={t('trace.cost')}>
          {trace.cost_usd > 0 ? formatUsd(locale, trace.cost_usd) : t('trace.free')}
        </Row>
      </dl>
    </section>
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

/** The engine counts its own decision to abstain among what it dropped; that is no post. */
function withoutVerdict(dropped: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(dropped).filter(([reason]) => !reason.startsWith('abstained_')))
}

type KindKey = Extract<keyof typeof MESSAGES, `trace.kind.${string}`>

function kindKey(kind: string): KindKey {
  const key = `trace.kind.${kind}`
  return Object.hasOwn(MESSAGES, key) ? (key as KindKey) : 'trace.kind.other'
}
