import { formatBytes, shortDate } from '../../shared/i18n/format.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import ui from '../../shared/ui/ui.module.css'
import type { LimitTexts, Problem, RetentionTexts } from './retention-values.ts'
import css from './settings.module.css'

/** One line of limits and what is stored under it; `stored` is null where that is not known. */
export type Limits = {
  readonly line: string
  readonly name: string
  readonly unit: 'keep.posts' | 'keep.pageCount'
  /** Left empty, the common limit holds. */
  readonly isOptional: boolean
  readonly stored: {
    readonly count: number
    readonly sizeBytes: number
    readonly since: string | null
  } | null
}

type TableProps = {
  lines: readonly Limits[]
  texts: RetentionTexts
  problems: readonly Problem[]
  onChange: (line: string, change: Partial<LimitTexts>) => void
}

/** What is stored and what is allowed, a line for each network; on phones each line is a block of its own. */
export function LimitTable({ lines, texts, problems, onChange }: TableProps) {
  const words = useWords()
  const { t } = words
  return (
    <table className={css.limits} aria-label={t('keep.table')}>
      <thead>
        <tr>
          <th scope="col">{t('keep.whose')}</th>
          <th scope="col">{t('keep.stored')}</th>
          <th scope="col">{t('keep.days')}</th>
          <th scope="col">{t('keep.size')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((limits) => (
          <tr key={limits.line}>
            <th scope="row">
              <bdi>{limits.name}</bdi>
            </th>
            <td className={css.stored}>{storedText(words, limits)}</td>
            {(['days', 'size'] as const).map((field) => (
              <td key={field} data-label={t(`keep.${field}`)}>
                <input
                  className={ui.input}
                  inputMode="decimal"
                  autoComplete="off"
                  aria-label={t(`keep.${field}Of`, { name: limits.name })}
                  aria-invalid={
                    problems.some((one) => one.line === limits.line && one.field === field) || undefined
                  }
                  placeholder={limits.isOptional ? t('keep.asAll') : undefined}
                  value={texts[limits.line]?.[field] ?? ''}
                  onChange={(event) => onChange(limits.line, { [field]: event.target.value })}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function storedText({ locale, t }: Words, { stored, unit }: Limits): string {
  if (stored === null) return ''
  if (stored.count === 0) return t('keep.nothing')
  const counted = t(unit, { count: stored.count, size: formatBytes(locale, stored.sizeBytes) })
  if (stored.since === null) return counted
  return `${counted}, ${t('keep.since', { day: shortDate(locale, Date.parse(stored.since)) })}`
}
