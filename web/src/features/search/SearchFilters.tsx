import { liveStatus } from '../../shared/api/status-store.ts'
import { languageName } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { useStore } from '../../shared/store.ts'
import { Segments } from '../../shared/ui/controls.tsx'
import css from './search.module.css'
import { MODES, PERIODS, type Period, type PostSearch } from './search-api.ts'

type FiltersProps = {
  search: PostSearch
  /** Languages of the posts that were found. */
  languages: readonly string[]
  onChange: (change: Partial<PostSearch>) => void
}

/** In which order, from which network, in which language, from when. */
export function SearchFilters({ search, languages, onChange }: FiltersProps) {
  const words = useWords()
  const { locale, t } = words
  const { status } = useStore(liveStatus)
  const networks = unique([
    ...(status?.sources ?? []).map(({ kind }) => kind),
    search.source,
    'file',
    'simulated',
  ])
  return (
    <div className={css.filters}>
      <Segments
        label={t('search.order')}
        value={search.mode}
        options={MODES.map((value) => ({ value, label: t(`search.mode.${value}`) }))}
        onChange={(mode) => onChange({ mode })}
      />
      <Choice
        label={t('search.network')}
        none={t('search.anyNetwork')}
        value={search.source}
        options={networks.map((network) => [network, sourceName(words, network)])}
        onChange={(source) => onChange({ source })}
      />
      <Choice
        label={t('search.period')}
        none={t('search.period.any')}
        value={search.period === 'any' ? undefined : search.period}
        options={PERIODS.filter((period) => period !== 'any').map((period) => [
          period,
          t(`search.period.${period}`),
        ])}
        onChange={(period) => onChange({ period: (period ?? 'any') as Period })}
      />
      <Choice
        label={t('search.language')}
        none={t('search.anyLanguage')}
        value={search.lang}
        options={unique(['en', 'fr', search.lang, ...languages]).map((code) => [
          code,
          languageName(locale, code),
        ])}
        onChange={(lang) => onChange({ lang })}
      />
    </div>
  )
}

type ChoiceProps = {
  label: string
  none: string
  value: string | undefined
  options: readonly (readonly [value: string, label: string])[]
  onChange: (value: string | undefined) => void
}

function Choice({ label, none, value, options, onChange }: ChoiceProps) {
  return (
    <select
      className={css.select}
      aria-label={label}
      data-chosen={value !== undefined || undefined}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{none}</option>
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </select>
  )
}

function unique(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))]
}
