import type { CheckDetailJson } from '../../../../src/contract/checks.ts'
import { useCheckAction } from '../../shared/api/checks.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button } from '../../shared/ui/controls.tsx'
import css from './checks.module.css'

const LEVELS = ['helpful', 'somewhat', 'not_helpful'] as const

/** Is this helpful? What is shown as helpful is what people who usually disagree both find so. */
export function RateVerdict({ detail }: { detail: CheckDetailJson }) {
  const { t } = useWords()
  const action = useCheckAction(detail.id)
  const { count, status, yours } = detail.ratings
  return (
    <section className={css.section} aria-labelledby="rate">
      <h2 id="rate" className={css.sectionTitle}>
        {t('checks.rate')}
      </h2>
      <div className={css.actions}>
        {LEVELS.map((level) => (
          <Button
            key={level}
            aria-pressed={yours === level}
            className={yours === level ? css.chosen : undefined}
            onClick={() => action.mutate({ kind: 'rate', level: yours === level ? null : level })}
          >
            {t(`checks.rate.${level}`)}
          </Button>
        ))}
      </div>
      <p className={css.small}>
        {t('checks.rated', { count })} · {t(`checks.status.${status}`)}
      </p>
    </section>
  )
}
