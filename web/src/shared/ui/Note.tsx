import { CircleAlert, Info, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError, errorMessageKey } from '../api/client.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { cleanText } from '../text/clean-text.ts'
import { Button } from './controls.tsx'
import { classes } from './styles.ts'
import css from './ui.module.css'

type NoteProps = { title: string; children?: ReactNode; icon?: LucideIcon; role?: 'alert' | 'status' }

/** A calm box: what happened, what was kept, what to do. */
export function Note({ title, children, icon: Glyph = Info, role }: NoteProps) {
  return (
    <div className={css.note} role={role}>
      <Glyph size={16} className={classes(css.noteIcon, role === 'alert' && css.noteAlert)} aria-hidden />
      <div className={css.noteBody}>
        <p className={css.noteTitle}>{title}</p>
        {children}
      </div>
    </div>
  )
}

type FailureProps = { title: string; error: unknown; onRetry?: () => void }

/** A failed request in plain words, with the way to try again. */
export function Failure({ title, error, onRetry }: FailureProps) {
  const words = useWords()
  return (
    <Note title={title} icon={CircleAlert} role="alert">
      <p>{errorText(words, error)}</p>
      {onRetry ? <Button onClick={onRetry}>{words.t('app.retry')}</Button> : null}
    </Note>
  )
}

/** The sentence for an error: ours where we know the code, the server's own otherwise. */
export function errorText({ t }: Words, error: unknown): string {
  const { code, message } =
    error instanceof ApiError ? error : ((error as { code?: string; message?: string } | null) ?? {})
  const key = errorMessageKey(code ?? 'internal')
  if (key) return t(key as 'error.internal')
  return message ? cleanText(message) : t('error.internal')
}
