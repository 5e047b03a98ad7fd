import { FileText, Paperclip, X } from 'lucide-react'
import { useRef } from 'react'
import { formatBytes } from '../../shared/i18n/format.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { IconButton } from '../../shared/ui/controls.tsx'
import { errorText } from '../../shared/ui/Note.tsx'
import { classes } from '../../shared/ui/styles.ts'
import css from './ask.module.css'
import type { Attachment } from './use-attachments.ts'

const ACCEPTED = '.pdf,.docx,.html,.htm,.csv,.tsv,.txt,.md,text/plain,text/html,text/csv,application/pdf'

type AddProps = { isFull: boolean; onAdd: (files: readonly File[]) => void }

/** Opens the file dialog. Files can also be dropped on the box, or pasted into it. */
export function AddFiles({ isFull, onAdd }: AddProps) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        className={css.chip}
        title={t('ask.addFileHelp')}
        disabled={isFull}
        onClick={() => input.current?.click()}
      >
        <Paperclip size={14} aria-hidden />
        {t('ask.addFile')}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={t('ask.addFile')}
        accept={ACCEPTED}
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}

type ListProps = { list: readonly Attachment[]; onRemove: (attachment: Attachment) => void }

/** A chip for each file: how far it is, what is wrong with it, and a way to take it away. */
export function AttachmentList({ list, onRemove }: ListProps) {
  const { t } = useWords()
  if (list.length === 0) return null
  return (
    <ul className={css.attachments} aria-label={t('ask.files')} aria-live="polite">
      {list.map((attachment) => (
        <AttachmentChip key={attachment.key} attachment={attachment} onRemove={() => onRemove(attachment)} />
      ))}
    </ul>
  )
}

function AttachmentChip({ attachment, onRemove }: { attachment: Attachment; onRemove: () => void }) {
  const words = useWords()
  const name = cleanLine(attachment.name)
  const isFailed = attachment.state === 'failed'
  return (
    <li className={classes(css.attachment, isFailed && css.attachmentFailed)}>
      <FileText size={16} aria-hidden />
      <span className={css.attachmentWords}>
        <bdi className={css.attachmentName}>{name}</bdi>
        <span className={css.attachmentState}>{stateText(words, attachment)}</span>
        {attachment.state === 'sending' ? (
          <progress className={css.attachmentBar} value={attachment.sent01} aria-label={name} />
        ) : null}
      </span>
      <IconButton icon={X} label={words.t('ask.removeFile', { name })} onClick={onRemove} />
    </li>
  )
}

function stateText(words: Words, { state, file, error, sent01 }: Attachment): string {
  const { locale, t } = words
  if (state === 'failed') return errorText(words, error)
  if (state === 'sending') return t('ask.fileSending', { percent: Math.round(sent01 * 100) })
  if (state === 'reading' || file === null) return t('ask.fileReading')
  const size = formatBytes(locale, file.size_bytes)
  return file.pages === null ? size : t('ask.filePages', { count: file.pages, size })
}

/** Under a question that was asked: with which files. */
export function AskedFiles({ files }: { files: readonly { readonly id: string; readonly name: string }[] }) {
  const { t } = useWords()
  if (files.length === 0) return null
  return (
    <ul className={css.askedFiles} aria-label={t('ask.files')}>
      {files.map(({ id, name }) => (
        <li key={id} className={css.askedFile}>
          <FileText size={14} aria-hidden />
          <bdi>{cleanLine(name)}</bdi>
        </li>
      ))}
    </ul>
  )
}
