import { useNavigate, useSearch } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { PostJson } from '../../../../src/contract/post.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { languageName } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useKeys } from '../../shared/keys.ts'
import { sourceName } from '../../shared/network.ts'
import { useStore } from '../../shared/store.ts'
import { classes } from '../../shared/ui/styles.ts'
import css from './now.module.css'

/** Chips are drawn for what is really there, plus the languages Verity analyses. */
const BASE_LANGUAGES = ['en', 'fr']
const CHIPS_MAX = 6

export function Filters({ posts }: { posts: readonly PostJson[] }) {
  const words = useWords()
  const { locale, t } = words
  const { lang, source } = useSearch({ from: '/now' })
  const { status } = useStore(liveStatus)
  const setFilter = useSetFilter()
  const languages = choices([...BASE_LANGUAGES, lang, ...posts.map((post) => post.lang)])
  const sources = choices([
    source,
    ...(status?.sources ?? []).map(({ kind }) => kind),
    ...posts.map((post) => post.source),
  ])
  return (
    <div className={css.filters}>
      <SearchBox />
      <Chips
        label={t('now.language')}
        chosen={lang}
        options={languages}
        name={(code) => languageName(locale, code)}
        onChoose={(value) => setFilter({ lang: value })}
      />
      {sources.length > 1 || source ? (
        <Chips
          label={t('now.source')}
          chosen={source}
          options={sources}
          name={(kind) => sourceName(words, kind)}
          onChoose={(value) => setFilter({ source: value })}
        />
      ) : null}
    </div>
  )
}

/** In one order, whatever arrives first: a chip never jumps away from under the pointer. */
function choices(values: readonly (string | null | undefined)[]): string[] {
  const present = values.filter((value): value is string => typeof value === 'string' && value !== '')
  const rank = (value: string) => (BASE_LANGUAGES.includes(value) ? 0 : 1)
  return [...new Set(present)].slice(0, CHIPS_MAX).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}

type FilterChange = { query?: string | undefined; lang?: string | undefined; source?: string | undefined }

function useSetFilter(): (change: FilterChange) => void {
  const navigate = useNavigate({ from: '/now' })
  return (change) => void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false })
}

type ChipsProps = {
  label: string
  chosen: string | undefined
  options: readonly string[]
  name: (value: string) => string
  onChoose: (value: string | undefined) => void
}

/** Toggles: choosing a chip filters by it, choosing it again lifts the filter. */
function Chips({ label, chosen, options, name, onChoose }: ChipsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one line of chips everywhere.
    <div role="group" aria-label={label} className={css.chips}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          className={classes(css.chip, option === chosen && css.chipOn)}
          aria-pressed={option === chosen}
          onClick={() => onChoose(option === chosen ? undefined : option)}
        >
          {name(option)}
          {option === chosen ? <X size={12} aria-hidden /> : null}
        </button>
      ))}
    </div>
  )
}

function SearchBox() {
  const { t } = useWords()
  const { query } = useSearch({ from: '/now' })
  const [text, setText] = useState(query ?? '')
  const field = useRef<HTMLInputElement>(null)
  const setFilter = useSetFilter()
  useKeys({ '/': () => field.current?.focus() })
  const apply = (value: string) => setFilter({ query: value.trim() || undefined })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur()
  }
  return (
    <search className={css.search}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          apply(text)
        }}
      >
        <Search size={16} className={css.searchIcon} aria-hidden />
        <input
          ref={field}
          type="search"
          className={css.searchField}
          aria-label={t('now.search')}
          placeholder={t('now.search')}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value === '') apply('')
          }}
          onKeyDown={onKeyDown}
        />
      </form>
    </search>
  )
}
