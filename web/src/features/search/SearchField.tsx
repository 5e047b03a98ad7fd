import { CircleHelp, Search } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useKeys } from '../../shared/keys.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { complete, completionsFor, type KnownValues } from './completions.ts'
import { OperatorHelp } from './OperatorHelp.tsx'
import css from './search.module.css'

const QUERY_CHARS_MAX = 500

type SearchFieldProps = { query: string; known: KnownValues; onSearch: (query: string) => void }

/** The field with what can be added to it below: Enter searches, `/` comes here from anywhere, a chip completes the word at the caret. */
export function SearchField({ query, known, onSearch }: SearchFieldProps) {
  const { t } = useWords()
  const [text, setText] = useState(query)
  const [caret, setCaret] = useState(query.length)
  const [showsHelp, setShowsHelp] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const wanted = useRef<number | null>(null)
  const helpId = useId()
  useKeys({ '/': () => field.current?.focus() })
  useLayoutEffect(() => {
    if (wanted.current === null) return
    field.current?.focus()
    field.current?.setSelectionRange(wanted.current, wanted.current)
    wanted.current = null
  })
  const put = (completion: string) => {
    const next = complete(text, caret, completion)
    wanted.current = next.caret
    setText(next.text)
    setCaret(next.caret)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSearch(text.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur()
  }
  return (
    <search className={css.search}>
      <form className={css.form} onSubmit={submit}>
        <Search size={16} className={css.fieldIcon} aria-hidden />
        <input
          ref={field}
          type="search"
          className={css.field}
          aria-label={t('search.field')}
          placeholder={t('search.placeholder')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="auto"
          maxLength={QUERY_CHARS_MAX}
          // biome-ignore lint/a11y/noAutofocus: without words there is nothing else to do on this screen.
          autoFocus={query === ''}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setCaret(event.target.selectionStart ?? event.target.value.length)
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? text.length)}
          onKeyDown={onKeyDown}
        />
        <Button look="primary" type="submit" disabled={text.trim() === ''}>
          {t('search.submit')}
        </Button>
      </form>
      <div className={css.completions}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one line of chips everywhere. */}
        <div role="group" aria-label={t('search.completions')} className={css.chips}>
          {completionsFor(text, caret, known).map(({ text: completion, label }) => (
            <button key={completion} type="button" className={css.completion} onClick={() => put(completion)}>
              {label === null ? <code>{completion}</code> : <bdi>{cleanLine(label)}</bdi>}
            </button>
          ))}
        </div>
        <button
          type="button"
          className={css.helpButton}
          aria-expanded={showsHelp}
          aria-controls={showsHelp ? helpId : undefined}
          onClick={() => setShowsHelp(!showsHelp)}
        >
          <CircleHelp size={14} aria-hidden />
          {t('search.helpShow')}
        </button>
      </div>
      {showsHelp ? <OperatorHelp id={helpId} onUse={put} /> : null}
    </search>
  )
}
