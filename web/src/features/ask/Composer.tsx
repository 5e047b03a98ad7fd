import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useKeys } from '../../shared/keys.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { AddFiles, AttachmentList } from './Attachments.tsx'
import css from './ask.module.css'
import type { Asked } from './ask-api.ts'
import { ComposerTools } from './ComposerTools.tsx'
import { ATTACHMENTS_MAX, readyFiles, useAttachments } from './use-attachments.ts'

export const QUESTION_CHARS_MAX = 4_000
const WARN_BELOW_CHARS = 400

type ComposerProps = {
  placeholder: string
  onAsk: (asked: Asked) => void
  /** Set while an answer runs: the button then stops it. */
  onStop?: (() => void) | undefined
  isBusy?: boolean
  startsFocused?: boolean
  /** What stands in the field at first. */
  draft?: string | undefined
  below?: ReactNode
}

/** Where a question is typed: Enter asks, Shift+Enter breaks the line, `/` comes here from anywhere. */
export function Composer({
  placeholder,
  onAsk,
  onStop,
  isBusy = false,
  startsFocused = false,
  draft = '',
  below,
}: ComposerProps) {
  const { t } = useWords()
  const [question, setQuestion] = useState(draft)
  const field = useRef<HTMLTextAreaElement>(null)
  const fieldId = useId()
  useKeys({ '/': () => field.current?.focus() })
  const left = QUESTION_CHARS_MAX - question.length
  const attachments = useAttachments()
  const [isOver, setIsOver] = useState(false)
  const isReading = attachments.list.some(({ state }) => state === 'sending' || state === 'reading')
  const canAsk = question.trim() !== '' && !isBusy && !onStop && !isReading
  const ask = () => {
    if (!canAsk) return
    onAsk({ question: question.trim(), files: readyFiles(attachments.list) })
    setQuestion('')
    attachments.clear()
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
      {/* Dropping is a shortcut; the button below does the same by keyboard. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files can be chosen with the button too. */}
      <div
        className={classes(css.composerBox, isOver && css.composerOver)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return
          event.preventDefault()
          setIsOver(false)
          attachments.add([...event.dataTransfer.files])
        }}
      >
        <AttachmentList list={attachments.list} onRemove={attachments.remove} />
        <div className={css.composerLine}>
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
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return
              event.preventDefault()
              attachments.add([...event.clipboardData.files])
            }}
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
        <ComposerTools
          lead={<AddFiles isFull={attachments.list.length >= ATTACHMENTS_MAX} onAdd={attachments.add} />}
        />
      </div>
      {left < WARN_BELOW_CHARS ? <p className={css.composerNote}>{t('ask.left', { count: left })}</p> : below}
    </form>
  )
}
