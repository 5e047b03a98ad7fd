import type { ClaimCheckJson } from '../../../../src/contract/check.ts'
import { numberFormat } from '../i18n/translate.ts'
import { useWords } from '../i18n/use-words.ts'
import css from './verdict.module.css'

/** How sure, as a bar, with the stretch over which it moves when one voice is left out. */
export function ConfidenceBar({ check }: { check: Pick<ClaimCheckJson, 'confidence01' | 'range'> }) {
  const { locale, t } = useWords()
  const { confidence01, range } = check
  const percent = (share01: number) => `${numberFormat(locale).format(Math.round(share01 * 100))}\u00a0%`
  const hasRange = Math.round(range.low01 * 100) !== Math.round(range.high01 * 100)
  const value = percent(confidence01)
  const words = hasRange
    ? t('checks.confidence', { value, low: percent(range.low01), high: percent(range.high01) })
    : t('checks.confidenceOne', { value })
  return (
    <div className={css.confidence}>
      <svg className={css.bar} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className={css.barFill} width={confidence01 * 100} height="8" />
        {hasRange ? (
          <rect
            className={css.barRange}
            x={range.low01 * 100}
            width={(range.high01 - range.low01) * 100}
            height="8"
          />
        ) : null}
      </svg>
      <span className={css.confidenceWords}>{words}</span>
    </div>
  )
}
