import type { OptionFieldJson, SourceKindJson } from '../../../../src/contract/sources.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Field } from '../../shared/ui/controls.tsx'
import { Check, CheckGroup, Select, TextArea } from './inputs.tsx'
import { isTypedAsJson, linesOf, type OptionTexts, problemOf } from './option-values.ts'
import { choiceLabel, isAsked, optionHelp, optionLabel } from './option-words.ts'
import css from './sources.module.css'

type OptionFormProps = {
  kind: SourceKindJson
  texts: OptionTexts
  onChange: (texts: OptionTexts) => void
  /** Which secrets the server holds already. */
  secretsSet: Readonly<Record<string, boolean>>
  /** Whether to point at what is missing: only once somebody tried to send it. */
  showsProblems: boolean
}

/** The options of one kind of source: first what everybody is asked for, the others behind one line. */
export function OptionForm({ kind, texts, onChange, secretsSet, showsProblems }: OptionFormProps) {
  const words = useWords()
  const asked = kind.fields.filter((field) => isAsked(kind.kind, field, texts))
  const input = (field: OptionFieldJson) => (
    <OptionInput
      key={field.name}
      kind={kind.kind}
      field={field}
      text={texts[field.name] ?? ''}
      onChange={(text) => onChange({ ...texts, [field.name]: text })}
      isSet={secretsSet[field.name] === true}
      error={
        showsProblems
          ? problemOf(words, field, texts[field.name] ?? '', secretsSet[field.name] === true)
          : null
      }
    />
  )
  const rest = asked.filter((field) => !field.main)
  return (
    <div className={css.fields}>
      {asked.filter((field) => field.main).map(input)}
      {rest.length > 0 ? (
        <details className={css.more}>
          <summary>{words.t('sources.more')}</summary>
          <div className={css.fields}>{rest.map(input)}</div>
        </details>
      ) : null}
    </div>
  )
}

type OptionInputProps = {
  kind: string
  field: OptionFieldJson
  text: string
  onChange: (text: string) => void
  isSet: boolean
  error: string | null
}

function OptionInput({ kind, field, text, onChange, isSet, error }: OptionInputProps) {
  const words = useWords()
  const { t } = words
  const label = optionLabel(words, kind, field)
  const described = optionHelp(words, kind, field)
  const help = described === null ? null : cleanLine(described)
  if (field.secret) {
    const kept = t(isSet ? 'option.secretSet' : 'option.secretKept')
    return (
      <Field
        label={label}
        type="password"
        autoComplete="new-password"
        value={text}
        onChange={(event) => onChange(event.target.value)}
        note={help === null ? kept : `${help} ${kept}`}
        error={error}
      />
    )
  }
  if (field.input === 'boolean')
    return <Check label={label} note={help} isOn={text === 'true'} onChange={(on) => onChange(String(on))} />
  if (field.input === 'choice') {
    const options = field.choices.map((value) => ({ value, label: choiceLabel(words, kind, field, value) }))
    const all = field.required || field.default !== null ? options : [{ value: '', label: '–' }, ...options]
    return <Select label={label} note={help} error={error} value={text} options={all} onChange={onChange} />
  }
  if (field.input === 'list' && field.choices.length > 0)
    return <Choices kind={kind} field={field} text={text} onChange={onChange} label={label} help={help} />
  if (field.input === 'list' || field.input === 'json') {
    const isList = !isTypedAsJson(field, text)
    const note = [help, isList ? t('option.perLine') : null].filter((part) => part !== null).join(' ')
    return <TextArea label={label} note={note} error={error} value={text} onChange={onChange} />
  }
  return (
    <Field
      label={label}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      error={error}
      autoComplete="off"
      spellCheck={false}
      {...(field.input === 'number' && { inputMode: 'decimal' })}
      {...(help !== null && { note: help })}
    />
  )
}

type ChoicesProps = Pick<OptionInputProps, 'kind' | 'field' | 'text' | 'onChange'> & {
  label: string
  help: string | null
}

/** Any number of a few named things, kept in the order they are offered. */
function Choices({ kind, field, text, onChange, label, help }: ChoicesProps) {
  const words = useWords()
  const chosen = new Set(linesOf(text))
  const toggle = (choice: string, isOn: boolean) => {
    const kept = field.choices.filter((each) => (each === choice ? isOn : chosen.has(each)))
    onChange(kept.join('\n'))
  }
  return (
    <CheckGroup label={label} note={help}>
      {field.choices.map((choice) => (
        <Check
          key={choice}
          label={choiceLabel(words, kind, field, choice)}
          isOn={chosen.has(choice)}
          onChange={(isOn) => toggle(choice, isOn)}
        />
      ))}
    </CheckGroup>
  )
}
