import { Link } from '@tanstack/react-router'
import { Rss, TrendingUp } from 'lucide-react'
import type { FormEvent } from 'react'
import type { StoryFilter } from '../../shared/api/stories.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { storyLanguage } from '../../shared/story-words.ts'
import { Segments } from '../../shared/ui/controls.tsx'
import ui from '../../shared/ui/ui.module.css'
import css from './stories.module.css'

const PERIODS = [
  { value: '24', label: 'stories.day' },
  { value: '48', label: 'stories.twoDays' },
  { value: '168', label: 'stories.week' },
] as const
const LANGUAGES = ['en', 'fr', 'es', 'de', 'pt', 'ja']

type Props = { filter: StoryFilter; onChange: (change: Partial<StoryFilter>) => void }

/** The head of the paper: its name, what it is limited to, and the ways out of it. */
export function StoryFilters({ filter, onChange }: Props) {
  const words = useWords()
  const { t } = words
  const narrow = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onChange({ topic: String(new FormData(event.currentTarget).get('topic') ?? '').trim() })
  }
  const feed = filter.topic === '' ? '' : `?${new URLSearchParams({ topic: filter.topic })}`
  return (
    <header className={css.head}>
      <div className={css.masthead}>
        <h1 className={css.title}>{t('stories.title')}</h1>
        <p className={css.lead0}>{t('stories.lead')}</p>
      </div>
      <div className={css.tools}>
        <Segments
          label={t('stories.period')}
          value={filter.hours}
          options={PERIODS.map(({ value, label }) => ({ value: value as string, label: t(label) }))}
          onChange={(hours) => onChange({ hours })}
        />
        <select
          className={css.select}
          aria-label={t('stories.language')}
          value={filter.lang}
          onChange={(event) => onChange({ lang: event.target.value })}
        >
          <option value="">{t('stories.anyLanguage')}</option>
          {LANGUAGES.map((code) => (
            <option key={code} value={code}>
              {storyLanguage(words, code)}
            </option>
          ))}
        </select>
        <form onSubmit={narrow} key={filter.topic}>
          <input
            name="topic"
            type="search"
            maxLength={200}
            defaultValue={filter.topic}
            aria-label={t('stories.topic')}
            placeholder={`${t('stories.topic')} (${t('stories.topicHint')})`}
            className={css.topic}
          />
        </form>
        <label className={css.check}>
          <input
            type="checkbox"
            checked={filter.showsCalm}
            onChange={(event) => onChange({ showsCalm: event.target.checked })}
          />
          {t('stories.alsoCalm')}
        </label>
        <span className={css.ways}>
          <Link to="/trends" search={NO_EVIDENCE} className={css.way}>
            <TrendingUp size={14} aria-hidden /> <span className={ui.textLink}>{t('stories.toTrends')}</span>
          </Link>
          <a href={`/feeds/stories.rss${feed}`} className={css.way}>
            <Rss size={14} aria-hidden /> <span className={ui.textLink}>{t('stories.feed')}</span>
          </a>
        </span>
      </div>
    </header>
  )
}
