import { type ReactNode, useId } from 'react'
import ui from '../../shared/ui/ui.module.css'
import css from './sources.module.css'

type LabelledProps = {
  label: string
  note?: string | null | undefined
  error?: string | null | undefined
}

type TextAreaProps = LabelledProps & {
  value: string
  onChange: (value: string) => void
  rows?: number
}

/** A labelled input of several lines; an error replaces the note. Its name is the label alone. */
export function TextArea({ label, note, error, value, onChange, rows = 3 }: TextAreaProps) {
  const id = useId()
  return (
    <div className={ui.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className={css.textArea}
        rows={rows}
        value={value}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || note ? `${id}-help` : undefined}
      />
      <Help id={`${id}-help`} note={note} error={error} />
    </div>
  )
}

type SelectProps = LabelledProps & {
  value: string
  options: readonly { readonly value: string; readonly label: string }[]
  onChange: (value: string) => void
}

export function Select({ label, note, error, value, options, onChange }: SelectProps) {
  const id = useId()
  return (
    <div className={ui.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={css.select}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={error || note ? `${id}-help` : undefined}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Help id={`${id}-help`} note={note} error={error} />
    </div>
  )
}

type CheckProps = { label: string; note?: string | null; isOn: boolean; onChange: (isOn: boolean) => void }

export function Check({ label, note, isOn, onChange }: CheckProps) {
  const noteId = useId()
  return (
    <div className={css.check}>
      <label className={css.checkLabel}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => onChange(event.target.checked)}
          aria-describedby={note ? noteId : undefined}
        />
        {label}
      </label>
      <Help id={noteId} note={note} error={null} />
    </div>
  )
}

/** Several boxes under one name. */
export function CheckGroup({
  label,
  note,
  children,
}: {
  label: string
  note?: string | null
  children: ReactNode
}) {
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{label}</legend>
      {children}
      {note ? <p className={ui.fieldNote}>{note}</p> : null}
    </fieldset>
  )
}

function Help({
  id,
  note,
  error,
}: {
  id: string
  note: string | null | undefined
  error: string | null | undefined
}) {
  const help = error ?? note
  if (!help) return null
  return (
    <span id={id} className={error ? ui.fieldError : ui.fieldNote}>
      {help}
    </span>
  )
}
