import { useWords } from '../i18n/use-words.ts'
import css from './ui.module.css'

const WIDTHS = [92, 78, 85, 60, 88, 70]

/** Grey lines where text will stand. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useWords()
  return (
    <div className={css.skeleton} role="status">
      <span className="sr-only">{t('app.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move.
        <span
          key={index}
          className={css.skeletonLine}
          style={{ width: `${WIDTHS[index % WIDTHS.length]}%` }}
        />
      ))}
    </div>
  )
}
