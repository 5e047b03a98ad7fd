import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useCreateCheck } from '../../shared/api/checks.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import ui from '../../shared/ui/ui.module.css'
import css from './checks.module.css'

/** A claim, or a text with claims in it, to be put on the board. */
export function CheckForm() {
  const { t } = useWords()
  const navigate = useNavigate()
  const create = useCreateCheck()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '' || create.isPending) return
    create.mutate(
      { text },
      {
        onSuccess: ({ checks: [first, ...others] }) => {
          setText('')
          if (first && others.length === 0)
            navigate({ to: '/checks/$checkId', params: { checkId: first.id }, search: NO_EVIDENCE })
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className={css.form}>
      <label className={css.formLabel} htmlFor="claim">
        {t('checks.label')}
      </label>
      <div className={css.formRow}>
        <textarea
          id="claim"
          value={text}
          rows={2}
          maxLength={20_000}
          placeholder={t('checks.placeholder')}
          className={ui.input}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey) submit(event)
          }}
        />
        <Button type="submit" look="primary" disabled={text.trim() === '' || create.isPending}>
          {t(create.isPending ? 'checks.checking' : 'checks.check')}
        </Button>
      </div>
      {create.error ? <Failure title={t('checks.failedAdd')} error={create.error} /> : null}
    </form>
  )
}
