import type { CheckRevisionJson } from '../../../../src/contract/checks.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Time } from '../../shared/ui/Time.tsx'
import { VerdictMark } from '../../shared/verdict/VerdictMark.tsx'
import css from './checks.module.css'

/** Every verdict there was, the latest first, and why it changed. */
export function RevisionLog({ revisions }: { revisions: readonly CheckRevisionJson[] }) {
  const { locale, t } = useWords()
  return (
    <section className={css.section} aria-labelledby="revisions">
      <h2 id="revisions" className={css.sectionTitle}>
        {t('checks.revisions')}
      </h2>
      <ol className={css.log} reversed>
        {revisions.map(({ revision, reason, label, label_text, confidence01, committed, at }) => (
          <li key={revision} className={css.logRow}>
            <VerdictMark label={committed ? label : 'not_enough'} />
            <span>{cleanLine(label_text)}</span>
            <span className={css.percent}>
              {numberFormat(locale).format(Math.round(confidence01 * 100))}
              {'\u00a0%'}
            </span>
            <span className={css.small}>{t(`checks.reason.${reason}`)}</span>
            <span className={css.small}>
              <Time iso={at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
