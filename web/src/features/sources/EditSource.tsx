import { type FormEvent, type ReactNode, useState } from 'react'
import type { SourceDetailJson, SourceKindJson } from '../../../../src/contract/sources.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { FilterForm } from './FilterForm.tsx'
import { filterOf, filterProblems, filterTextsOf, isSameFilter } from './filter-values.ts'
import { Check } from './inputs.tsx'
import { OptionForm } from './OptionForm.tsx'
import { optionsOf, problemOf, textsOf } from './option-values.ts'
import { askedTexts, isAsked, optionLabel } from './option-words.ts'
import { showFirstProblem } from './show-problem.ts'
import css from './sources.module.css'
import { useChangeSource } from './sources-api.ts'

/** Changes what is kept; typed text stays while the figures beside it go on. */
export function EditFilter({ source }: { source: SourceDetailJson }) {
  const { t } = useWords()
  const [texts, setTexts] = useState(() => filterTextsOf(source.filter))
  const change = useChangeSource()
  const isChanged = !isSameFilter(texts, filterTextsOf(source.filter))
  const isRight = filterProblems(filterOf(texts)).size === 0
  return (
    <Edit
      id="filter"
      title={t('source.filter')}
      help={t('source.filterHelp')}
      save={t('source.saveFilter')}
      canSave={isChanged && isRight}
      change={change}
      isChanged={isChanged}
      onSave={() => change.mutate({ id: source.id, filter: filterOf(texts) })}
    >
      <FilterForm texts={texts} onChange={setTexts} />
    </Edit>
  )
}

type EditOptionsProps = { source: SourceDetailJson; kind: SourceKindJson }

export function EditOptions({ source, kind }: EditOptionsProps) {
  const words = useWords()
  const { t } = words
  const before = textsOf(kind.fields, source.options)
  const [texts, setTexts] = useState(before)
  const [forgotten, setForgotten] = useState<readonly string[]>([])
  const [wasTried, setWasTried] = useState(false)
  const change = useChangeSource()
  const taken = Object.fromEntries(forgotten.map((name) => [name, null]))
  const options = { ...optionsOf(kind.fields, askedTexts(kind, texts), askedTexts(kind, before)), ...taken }
  const isChanged = Object.keys(options).length > 0
  const hasSecret = (name: string) => source.secrets_set[name] === true && !forgotten.includes(name)
  const save = (form: HTMLFormElement) => {
    setWasTried(true)
    const isRight = kind.fields.every(
      (field) =>
        !isAsked(kind.kind, field, texts) ||
        problemOf(words, field, texts[field.name] ?? '', hasSecret(field.name)) === null,
    )
    if (!isRight) return showFirstProblem(form)
    change.mutate(
      { id: source.id, options },
      {
        onSuccess: (saved) => {
          // What was a secret a moment ago is not left standing in the page.
          setTexts(textsOf(kind.fields, saved.options))
          setForgotten([])
          setWasTried(false)
        },
      },
    )
  }
  if (kind.fields.length === 0) return null
  const optionalSecrets = kind.fields.filter(
    ({ secret, required, name }) => secret && !required && source.secrets_set[name] === true,
  )
  return (
    <Edit
      id="options"
      title={t('source.options')}
      help={t('source.optionsHelp')}
      save={t('source.saveOptions')}
      canSave={isChanged}
      change={change}
      isChanged={isChanged}
      onSave={save}
    >
      <OptionForm
        kind={kind}
        texts={texts}
        onChange={setTexts}
        secretsSet={source.secrets_set}
        showsProblems={wasTried}
      />
      {optionalSecrets.map((field) => (
        <Check
          key={field.name}
          label={`${t('option.forget')} (${optionLabel(words, kind.kind, field)})`}
          isOn={forgotten.includes(field.name)}
          onChange={(isOn) => setForgotten(isOn ? [field.name] : [])}
        />
      ))}
    </Edit>
  )
}

type EditProps = {
  id: string
  title: string
  help: string
  save: string
  canSave: boolean
  isChanged: boolean
  change: Pick<ReturnType<typeof useChangeSource>, 'isPending' | 'isError' | 'isSuccess' | 'error'>
  onSave: (form: HTMLFormElement) => void
  children: ReactNode
}

/** One part of a source that is saved on its own. */
function Edit({ id, title, help, save, canSave, isChanged, change, onSave, children }: EditProps) {
  const { t } = useWords()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (canSave && !change.isPending) onSave(event.currentTarget)
  }
  return (
    <section className={css.section} aria-labelledby={id}>
      <h2 id={id} className={css.sectionTitle}>
        {title}
      </h2>
      <p className={css.lead}>{help}</p>
      <form className={css.form} onSubmit={submit} noValidate>
        {children}
        {change.isError ? <Failure title={t('source.saveFailed')} error={change.error} /> : null}
        <div className={css.saveRow}>
          <Button look="primary" type="submit" disabled={!canSave || change.isPending}>
            {save}
          </Button>
          <span role="status">{change.isSuccess && !isChanged ? t('source.saved') : ''}</span>
        </div>
      </form>
    </section>
  )
}
