import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { SourceDetailJson, SourceKindJson } from '../../../../src/contract/sources.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Dialog } from '../../shared/ui/Dialog.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { classes } from '../../shared/ui/styles.ts'
import ui from '../../shared/ui/ui.module.css'
import { FilterForm } from './FilterForm.tsx'
import { filterOf, filterProblems, isSameFilter, NO_FILTER_TEXTS } from './filter-values.ts'
import { Select } from './inputs.tsx'
import { OptionForm } from './OptionForm.tsx'
import { optionsOf, problemOf, textsOf } from './option-values.ts'
import { askedTexts, isAsked, kindName } from './option-words.ts'
import { showFirstProblem } from './show-problem.ts'
import css from './sources.module.css'
import { kindsQuery, useAddSource } from './sources-api.ts'

type AddSourceProps = { onAdded: (source: SourceDetailJson) => void; onClose: () => void }

/** Adds a source of any kind; its form is made of what the server says about the kind. */
export function AddSource({ onAdded, onClose }: AddSourceProps) {
  const words = useWords()
  const { t } = words
  const kinds = useQuery(kindsQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const kind = kinds.data?.kinds.find((each) => each.kind === chosen) ?? kinds.data?.kinds[0]
  return (
    <Dialog title={t('sources.addTitle')} onClose={onClose}>
      {kinds.data && kind ? (
        <>
          <Select
            label={t('sources.kind')}
            value={kind.kind}
            options={kinds.data.kinds.map((each) => ({ value: each.kind, label: kindName(words, each) }))}
            onChange={setChosen}
          />
          <NewSourceForm key={kind.kind} kind={kind} onAdded={onAdded} onClose={onClose} />
        </>
      ) : kinds.isError ? (
        <Failure title={t('sources.noKinds')} error={kinds.error} onRetry={() => kinds.refetch()} />
      ) : (
        <Skeleton lines={4} />
      )}
    </Dialog>
  )
}

function NewSourceForm({ kind, onAdded, onClose }: AddSourceProps & { kind: SourceKindJson }) {
  const words = useWords()
  const { t } = words
  const [texts, setTexts] = useState(() => textsOf(kind.fields, {}))
  const [filter, setFilter] = useState(NO_FILTER_TEXTS)
  const [wasTried, setWasTried] = useState(false)
  const add = useAddSource()
  const isReady =
    kind.fields.every(
      (field) =>
        !isAsked(kind.kind, field, texts) || !problemOf(words, field, texts[field.name] ?? '', false),
    ) && filterProblems(filterOf(filter)).size === 0
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setWasTried(true)
    if (!isReady) return showFirstProblem(event.currentTarget)
    const options = optionsOf(kind.fields, askedTexts(kind, texts))
    const narrowed = isSameFilter(filter, NO_FILTER_TEXTS) ? {} : { filter: filterOf(filter) }
    add.mutate({ kind: kind.kind, options, ...narrowed }, { onSuccess: onAdded })
  }
  return (
    <form className={classes(css.form, css.dialogForm)} onSubmit={submit} noValidate>
      <OptionForm kind={kind} texts={texts} onChange={setTexts} secretsSet={{}} showsProblems={wasTried} />
      <details className={css.more}>
        <summary>{t('sources.narrow')}</summary>
        <FilterForm texts={filter} onChange={setFilter} />
      </details>
      {add.isError ? <Failure title={t('source.saveFailed')} error={add.error} /> : null}
      <div className={ui.dialogActions}>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" type="submit" disabled={add.isPending}>
          {t(add.isPending ? 'sources.adding' : 'sources.addAction')}
        </Button>
      </div>
    </form>
  )
}
