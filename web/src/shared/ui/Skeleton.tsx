import { useWords } from '../i18n/use-words.ts'
import css from './ui.module.css'

const WIDTHS = [92, 78, 85, 60, 88, 70]

/** Grey lines where text will stand. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useWords()
  const numbers = Array.from({ length: lines }, (_, line) => line)
  return (
    <div className={css.skeleton} role="status">
      <span className="sr-only">{t('app.loading')}</span>
      {numbers.map((line) => (
        <span key={line} className={css.skeletonLine} style={{ width: `${WIDTHS[line % WIDTHS.length]}%` }} />
      ))}
    </div>
  )
}
