import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useWords } from '../i18n/use-words.ts'
import { Button, IconButton } from './controls.tsx'
import css from './ui.module.css'

type DialogProps = { title: string; onClose: () => void; children: ReactNode }

/** A modal dialog on the browser's own element: focus stays inside, Escape closes, focus returns. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { t } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key; a click on the backdrop is the extra way.
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={css.dialogHead}>
        <h2 id={titleId} className={css.dialogTitle}>
          {title}
        </h2>
        <IconButton icon={X} label={t('app.close')} onClick={onClose} />
      </div>
      {children}
    </dialog>
  )
}

type ConfirmProps = {
  title: string
  help: string
  action: string
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something is gone for good; the safe answer has the focus. */
export function Confirm({ title, help, action, onConfirm, onClose }: ConfirmProps) {
  const { t } = useWords()
  const confirm = () => {
    onConfirm()
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p className={css.dialogText}>{help}</p>
      <div className={css.dialogActions}>
        <Button autoFocus onClick={onClose}>
          {t('ask.keep')}
        </Button>
        <Button look="primary" onClick={confirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
