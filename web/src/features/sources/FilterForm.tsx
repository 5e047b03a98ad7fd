import type { SourceFilterJson } from '../../../../src/contract/sources.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Field } from '../../shared/ui/controls.tsx'
import { type FilterTexts, filterOf, filterProblems } from './filter-values.ts'
import { TextArea } from './inputs.tsx'
import css from './sources.module.css'

type FilterFormProps = { texts: FilterTexts; onChange: (texts: FilterTexts) => void }

/** What of a source is kept: languages, words, accounts, a share. */
export function FilterForm({ texts, onChange }: FilterFormProps) {
  const { t } = useWords()
  const problems = filterProblems(filterOf(texts))
  const set = (part: keyof FilterTexts) => (text: string) => onChange({ ...texts, [part]: text })
  const tooMany = (part: keyof SourceFilterJson) => (problems.has(part) ? t('filter.tooMany') : null)
  return (
    <div className={css.fields}>
      <div className={css.pair}>
        <Field
          label={t('filter.languages')}
          note={t('filter.languagesHelp')}
          value={texts.languages}
          onChange={(event) => set('languages')(event.target.value)}
          error={problems.has('languages') ? t('filter.languagesInvalid') : null}
          autoComplete="off"
          spellCheck={false}
        />
        <Field
          label={t('filter.share')}
          note={t('filter.shareHelp')}
          inputMode="decimal"
          value={texts.share}
          onChange={(event) => set('share')(event.target.value)}
          error={problems.has('share01') ? t('filter.shareInvalid') : null}
        />
      </div>
      <div className={css.pair}>
        <TextArea
          label={t('filter.keywordsAny')}
          note={t('filter.keywordsHelp')}
          value={texts.keywords_any}
          onChange={set('keywords_any')}
          error={tooMany('keywords_any')}
        />
        <TextArea
          label={t('filter.keywordsNone')}
          value={texts.keywords_none}
          onChange={set('keywords_none')}
          error={tooMany('keywords_none')}
        />
      </div>
      <div className={css.pair}>
        <TextArea
          label={t('filter.accountsAllow')}
          note={t('filter.accountsHelp')}
          value={texts.accounts_allow}
          onChange={set('accounts_allow')}
          error={tooMany('accounts_allow')}
        />
        <TextArea
          label={t('filter.accountsDeny')}
          value={texts.accounts_deny}
          onChange={set('accounts_deny')}
          error={tooMany('accounts_deny')}
        />
      </div>
    </div>
  )
}
