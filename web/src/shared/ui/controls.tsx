import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, InputHTMLAttributes, ReactNode, Ref } from 'react'
import { useId } from 'react'
import { classes } from './styles.ts'
import css from './ui.module.css'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'plain' | 'primary' | 'quiet'
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(css.button, look !== 'plain' && css[look], className)}
    />
  )
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  label: string
  icon: LucideIcon
}

/** A button that is only an icon; its label is its name for screen readers and its tooltip. */
export function IconButton({ label, icon: Glyph, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      className={classes(css.iconButton, className)}
      aria-label={label}
    >
      <Glyph size={16} aria-hidden />
    </button>
  )
}

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string
  note?: string
  error?: string | null
}

/** A labelled input; an error replaces the note and is tied to the input. */
export function Field({ label, note, error, ...rest }: FieldProps) {
  const noteId = useId()
  const help = error ?? note
  return (
    <label className={css.field}>
      {label}
      <input
        {...rest}
        className={css.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={help ? noteId : undefined}
      />
      {help ? (
        <span id={noteId} className={error ? css.fieldError : css.fieldNote}>
          {help}
        </span>
      ) : null}
    </label>
  )
}

type SegmentsProps<Value extends string> = {
  label: string
  value: Value
  options: readonly { readonly value: Value; readonly label: string }[]
  onChange: (value: Value) => void
}

/** A few options of which exactly one holds; radio buttons underneath, so arrow keys work. */
export function Segments<Value extends string>({ label, value, options, onChange }: SegmentsProps<Value>) {
  const name = useId()
  return (
    <div role="radiogroup" aria-label={label} className={css.segments}>
      {options.map((option) => (
        <label key={option.value} className={css.segment}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className={css.tag}>{children}</span>
}
