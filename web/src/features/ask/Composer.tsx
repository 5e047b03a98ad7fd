import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useKeys } from '../../shared/keys.ts'
import { Button } from '../../shared/ui/controls.tsx'
import css from './ask.module.css'

const QUESTION_CHARS_MAX = 4_000
const WARN_BELOW_CHARS = 400

type ComposerProps = {
  placeholder: string
  onAsk: (question: string) => void
  /** Set while an answer runs: the button then stops it. */
  onStop?: (() => void) | undefined
  isBusy?: boolean
  startsFocused?: boolean
  below?: ReactNode
}

/** Where a question is typed: Enter asks, Shift+Enter breaks the line, `/` comes here from anywhere. */
export function Composer({
  placeholder,
  onAsk,
  onStop,
  isBusy = false,
  startsFocused = false,
  below,
}: ComposerProps) {
  const { t } = useWords()
  const [question, setQuestion] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const fieldId = useId()
  useKeys({ '/': () => field.current?.focus() })
  const left = QUESTION_CHARS_MAX - question.length
  const canAsk = question.trim() !== '' && !isBusy && !onStop
  const ask = () => {
    if (!canAsk) return
    onAsk(question.trim())
    setQuestion('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') field.current?.blur()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    ask()
  }
  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <label htmlFor={fieldId} className="sr-only">
        {t('ask.question')}
      </label>
      <div className={css.composerBox}>
        <textarea
          id={fieldId}
          ref={field}
          className={css.composerField}
          // Browsers that cannot size a field by its content get a line for each line typed.
          rows={Math.min(6, question.split('\n').length)}
          dir="auto"
          maxLength={QUESTION_CHARS_MAX}
          placeholder={placeholder}
          value={question}
          // biome-ignore lint/a11y/noAutofocus: the first screen is a question field and nothing else competes for focus.
          autoFocus={startsFocused}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {onStop ? (
          <Button className={css.composerButton} onClick={onStop}>
            <Square size={12} fill="currentColor" aria-hidden />
            {t('ask.stop')}
          </Button>
        ) : (
          <Button look="primary" type="submit" className={css.composerButton} disabled={!canAsk}>
            <ArrowUp size={16} aria-hidden />
            {t('ask.submit')}
          </Button>
        )}
      </div>
      {left < WARN_BELOW_CHARS ? <p className={css.composerNote}>{t('ask.left', { count: left })}</p> : below}
    </form>
  )
}
