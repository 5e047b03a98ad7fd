import type { ReactNode } from 'react'
import type { SourceDetailJson } from '../../../../src/contract/sources.ts'
import { formatSpan } from '../../shared/i18n/format.ts'
import { codeInWords, countedReasons } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { StateMark } from '../../shared/ui/StateMark.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import css from './sources.module.css'

/** How a source is doing now, and what became of everything it brought. */
export function SourceFacts({ source }: { source: SourceDetailJson }) {
  const { locale, t } = useWords()
  const { lag_ms: lagMs, delay_ms: delayMs, posts_per_second: rate } = source
  const number = (value: number) => numberFormat(locale).format(value)
  return (
    <section className={css.section} aria-label={t('source.now')}>
      <dl className={css.facts}>
        <Fact name={t('sources.state')}>
          <span className={css.state}>
            <StateMark state={source.state} />
            {t(`state.${source.state}`)}
          </span>
        </Fact>
        <Fact name={t('sources.rate')}>
          {rate === null || source.state !== 'connected'
            ? t('source.noRate')
            : t('status.rate', { n: number(rate) })}
        </Fact>
        <Fact name={t('sources.last')}>
          {source.last_event_at ? <Time iso={source.last_event_at} /> : t('sources.never')}
        </Fact>
        <Fact name={t('sources.lag')}>
          {lagMs === null ? t('source.unknown') : t('source.lagValue', { lag: formatSpan(locale, lagMs) })}
        </Fact>
        <Fact name={t('source.delay')}>
          {delayMs === null
            ? t('source.unknown')
            : t('source.delayValue', { delay: formatSpan(locale, delayMs) })}
        </Fact>
        <Fact name={t('sources.stored')}>{number(source.stored)}</Fact>
        <Fact name={t('source.dropped')}>
          <Reasons counts={source.dropped} />
        </Fact>
        <Fact name={t('source.parked')}>
          <Reasons counts={source.parked} />
        </Fact>
        {source.rechecked_at === null ? null : (
          <Fact name={t('source.rechecked')}>
            <Time iso={source.rechecked_at} />
          </Fact>
        )}
        <Fact name={t('source.cursor')}>
          {source.cursor === null ? (
            t('source.unknown')
          ) : (
            <code className={css.code}>{cleanLine(source.cursor).slice(0, 200)}</code>
          )}
        </Fact>
      </dl>
      <p className={css.note}>{t('source.totals')}</p>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Reasons({ counts }: { counts: Readonly<Record<string, number>> }) {
  const words = useWords()
  const reasons = countedReasons(words, counts)
  if (reasons.length === 0) return words.t('source.nothing')
  return (
    <ul className={css.reasons}>
      {reasons.map(({ reason, count }) => (
        <li key={reason}>
          {words.t('source.countOf', { n: numberFormat(words.locale).format(count), reason })}
        </li>
      ))}
    </ul>
  )
}

/** What a source follows, one by one, where its network says how each is: those that are refused first. */
export function SourceParts({ source: { parts } }: { source: SourceDetailJson }) {
  const { t } = useWords()
  if (parts.length === 0) return null
  return (
    <section className={css.section} aria-labelledby="parts">
      <h2 id="parts" className={css.sectionTitle}>
        {t('source.parts')}
      </h2>
      <ul className={css.list}>
        {parts.map(({ name, state, note }) => (
          <li key={name} className={css.item}>
            <span className={css.itemHead}>
              <StateMark state={PART_MARKS[state]} />
              {t(`source.part.${state}`)}
            </span>
            <span className={css.reasons}>
              <code className={css.code}>{cleanLine(name)}</code>
              {note === null ? null : (
                <span dir="auto" className={css.partNote}>
                  {cleanLine(note)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A part looks like a source in the same condition. */
const PART_MARKS = { working: 'connected', waiting: 'waiting', refused: 'failed' } as const

/** The last errors, newest first; one that comes again and again stands once. */
export function SourceErrors({ source: { errors } }: { source: SourceDetailJson }) {
  const { locale, t } = useWords()
  return (
    <section className={css.section} aria-labelledby="errors">
      <h2 id="errors" className={css.sectionTitle}>
        {t('source.errors')}
      </h2>
      {errors.length === 0 ? (
        <p className={css.lead}>{t('source.noErrors')}</p>
      ) : (
        <ul className={css.list}>
          {errors.toReversed().map(({ first_at, last_at, count, message }) => (
            <li key={`${first_at}-${message}`} className={css.item}>
              <span className={css.itemHead}>
                <Time iso={last_at} />
                {count > 1 ? <span>{`× ${numberFormat(locale).format(count)}`}</span> : null}
              </span>
              <span className={css.code}>{cleanLine(message)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** What was left out and what was not understood, so that a person can judge whether that is right. */
export function SourceSamples({ source }: { source: SourceDetailJson }) {
  const words = useWords()
  const { t } = words
  const { dropped_samples: dropped, parked_samples: parked } = source
  if (dropped.length + parked.length === 0) return null
  return (
    <section className={css.section} aria-labelledby="samples">
      {dropped.length > 0 ? (
        <>
          <h2 id="samples" className={css.sectionTitle}>
            {t('source.samples')}
          </h2>
          <p className={css.lead}>{t('source.samplesHelp')}</p>
          <ul className={css.list}>
            {newestFirst(dropped).map(({ reason, id, text, at }) => (
              <li key={`${reason}-${id}`} className={css.item}>
                <span className={css.itemHead}>
                  <Time iso={at} />
                  <span>{codeInWords(words, 'reason', reason)}</span>
                </span>
                <span dir="auto">{cleanLine(text)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {parked.length > 0 ? (
        <>
          <h2 id={dropped.length > 0 ? 'parked' : 'samples'} className={css.sectionTitle}>
            {t('source.parkedSamples')}
          </h2>
          <ul className={css.list}>
            {newestFirst(parked).map(({ reason, raw, at }) => (
              <li key={`${at}-${raw}`} className={css.item}>
                <span className={css.itemHead}>
                  <Time iso={at} />
                  <span>{codeInWords(words, 'reason', reason)}</span>
                </span>
                <span className={css.code}>{cleanLine(raw)}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

function newestFirst<Sample extends { readonly at: string }>(samples: readonly Sample[]): Sample[] {
  return samples.toSorted((a, b) => b.at.localeCompare(a.at))
}
