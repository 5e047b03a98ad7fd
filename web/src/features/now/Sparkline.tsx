import { liveStatus } from '../../shared/api/status-store.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useStore } from '../../shared/store.ts'
import css from './now.module.css'

const WIDTH = 120
const HEIGHT = 24
const POINTS = 60

/** Posts per second over the last two minutes, with the present figure beside it. */
export function Sparkline() {
  const { locale, t } = useWords()
  const { rates } = useStore(liveStatus)
  const now = rates.at(-1)
  if (now === undefined) return <span className={css.spark} />
  const number = (value: number) => numberFormat(locale).format(value)
  const label = t('now.sparkline', { n: number(now), max: number(Math.max(...rates)) })
  return (
    <span className={css.spark} title={label}>
      <svg
        role="img"
        aria-label={label}
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        fill="none"
      >
        <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="var(--line)" />
        <polyline
          points={sparkPoints(rates)}
          stroke="var(--accent)"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      </svg>
      <span aria-hidden="true">{t('status.rate', { n: number(now) })}</span>
    </span>
  )
}

/** Newest at the right edge; zero is the base line, so that a small change never looks like a large one. */
function sparkPoints(rates: readonly number[]): string {
  const top = Math.max(...rates, 1)
  const step = WIDTH / (POINTS - 1)
  const offset = WIDTH - (rates.length - 1) * step
  return rates
    .map(
      (rate, index) =>
        `${(offset + index * step).toFixed(1)},${(HEIGHT - 2 - (rate / top) * (HEIGHT - 4)).toFixed(1)}`,
    )
    .join(' ')
}
