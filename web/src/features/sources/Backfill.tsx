import { type FormEvent, type ReactNode, useState } from 'react'
import type { SourceDetailJson, SourceKindJson } from '../../../../src/contract/sources.ts'
import { MESSAGES } from '../../shared/i18n/messages.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { Button, Field } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Check, Select } from './inputs.tsx'
import { showFirstProblem } from './show-problem.ts'
import css from './sources.module.css'
import { useBackfill } from './sources-api.ts'

const POSTS_MAX = 1_000_000
const POSTS = '1000'

type BackfillProps = { source: SourceDetailJson; kind: SourceKindJson; job: ReactNode }

/** Asks the network of a source for posts from before; what comes of it is shown as a job. */
export function Backfill({ source, kind, job }: BackfillProps) {
  const words = useWords()
  const { t } = words
  const [what, setWhat] = useState(kind.backfills[0]?.name ?? '')
  const [target, setTarget] = useState('')
  const [posts, setPosts] = useState(POSTS)
  const [anew, setAnew] = useState(false)
  const [wasTried, setWasTried] = useState(false)
  const start = useBackfill(source.id)
  const postsMax = Number(posts.replaceAll(/[\s\u202f,.]/g, ''))
  const isCount = Number.isInteger(postsMax) && postsMax >= 1 && postsMax <= POSTS_MAX
  const isTarget = target.trim() !== ''
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setWasTried(true)
    if (!isCount || !isTarget) return showFirstProblem(event.currentTarget)
    if (!start.isPending) start.mutate({ what, target: target.trim(), posts_max: postsMax, anew })
  }
  const asked = kind.backfills.find(({ name }) => name === what)
  return (
    <section className={css.section} aria-labelledby="backfill">
      <h2 id="backfill" className={css.sectionTitle}>
        {t('backfill.title')}
      </h2>
      <p className={css.lead}>{t('backfill.help')}</p>
      <form className={css.form} onSubmit={submit} noValidate>
        {kind.backfills.length > 1 ? (
          <Select
            label={t('backfill.what')}
            value={what}
            options={kind.backfills.map(({ name }) => ({
              value: name,
              label: known(words, `backfill.what.${kind.kind}.${name}`) ?? name,
            }))}
            onChange={setWhat}
          />
        ) : null}
        <Field
          label={known(words, `backfill.target.${kind.kind}.${what}`) ?? asked?.target ?? what}
          value={target}
          spellCheck={false}
          onChange={(event) => setTarget(event.target.value)}
          error={wasTried && !isTarget ? t('option.required') : null}
        />
        <Field
          label={t('backfill.max')}
          inputMode="numeric"
          value={posts}
          onChange={(event) => setPosts(event.target.value)}
          note={t('backfill.maxNote')}
          error={isCount ? null : t('backfill.maxNote')}
        />
        <Check label={t('backfill.anew')} isOn={anew} onChange={setAnew} />
        {start.isError ? <Failure title={t('backfill.failed')} error={start.error} /> : null}
        <div className={css.saveRow}>
          <Button look="primary" type="submit" disabled={start.isPending}>
            {t('backfill.start')}
          </Button>
        </div>
      </form>
      {job}
    </section>
  )
}

type KnownKey = Extract<keyof typeof MESSAGES, `backfill.${'what' | 'target'}.${string}`>

function known({ t }: Words, key: string): string | null {
  return Object.hasOwn(MESSAGES, key) ? t(key as KnownKey) : null
}
