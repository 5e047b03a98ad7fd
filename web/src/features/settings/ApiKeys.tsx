import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type ApiKeyJson, type NewApiKeyJson, newApiKeySchema } from '../../../../src/contract/api-key.ts'
import { getJson, sendOnly } from '../../shared/api/client.ts'
import { apiKeysQuery } from '../../shared/api/queries.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button, Field, IconButton, Segments } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import css from './settings.module.css'

const DAY_MS = 86_400_000
const LIFETIMES = { never: null, month: 30, year: 365 } as const
type Lifetime = keyof typeof LIFETIMES

/** This person's keys of the API: made here, shown once, revoked with one press. */
export function ApiKeys() {
  const { t } = useWords()
  const keys = useQuery(apiKeysQuery)
  const [made, setMade] = useState<NewApiKeyJson | null>(null)
  return (
    <>
      <p className={css.help}>
        {t('apiKeys.help')} <a href="/api/docs">{t('apiKeys.docs')}</a>
      </p>
      {made ? <MadeKey made={made} onSeen={() => setMade(null)} /> : <NewKeyForm onMade={setMade} />}
      {keys.data ? (
        <KeyRows keys={keys.data.keys} />
      ) : keys.isError ? (
        <Failure title={t('apiKeys.title')} error={keys.error} onRetry={() => keys.refetch()} />
      ) : (
        <Skeleton lines={2} />
      )}
    </>
  )
}

function NewKeyForm({ onMade }: { onMade: (made: NewApiKeyJson) => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [lifetime, setLifetime] = useState<Lifetime>('never')
  const [scopes, setScopes] = useState('')
  const make = useMutation({
    mutationFn: () =>
      getJson('/api/keys', newApiKeySchema, { method: 'POST', body: bodyOf(name, lifetime, scopes) }),
    onSuccess: onMade,
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') make.mutate()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <Field
        label={t('apiKeys.name')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
      />
      <Segments
        label={t('apiKeys.ends')}
        value={lifetime}
        onChange={setLifetime}
        options={[
          { value: 'never', label: t('apiKeys.never') },
          { value: 'month', label: t('apiKeys.month') },
          { value: 'year', label: t('apiKeys.year') },
        ]}
      />
      <Field
        label={t('apiKeys.scopes')}
        value={scopes}
        placeholder="endpoint:chat source:bluesky"
        spellCheck={false}
        onChange={(event) => setScopes(event.target.value)}
      />
      <p className={css.help}>{t('apiKeys.scopesHelp')}</p>
      {make.isError ? <Failure title={t('apiKeys.failed')} error={make.error} /> : null}
      <div className={css.saveRow}>
        <Button look="primary" type="submit" disabled={name.trim() === '' || make.isPending}>
          {t('apiKeys.make')}
        </Button>
      </div>
    </form>
  )
}

function bodyOf(name: string, lifetime: Lifetime, scopes: string) {
  const days = LIFETIMES[lifetime]
  return {
    name,
    scopes: scopes.split(/[\s,]+/).filter((scope) => scope !== ''),
    expires_at: days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString(),
  }
}

/** The only moment in which the key can be read. */
function MadeKey({ made, onSeen }: { made: NewApiKeyJson; onSeen: () => void }) {
  const { t } = useWords()
  const [isCopied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(made.key).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div className={css.madeKey} role="status">
      <p>{t('apiKeys.once', { name: cleanLine(made.about.name) })}</p>
      <code className={css.keyText}>{made.key}</code>
      <div className={css.saveRow}>
        <Button look="primary" onClick={copy}>
          {isCopied ? t('apiKeys.copied') : t('apiKeys.copy')}
        </Button>
        <Button onClick={onSeen}>{t('apiKeys.seen')}</Button>
      </div>
    </div>
  )
}

function KeyRows({ keys }: { keys: readonly ApiKeyJson[] }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: (id: string) => sendOnly(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  })
  if (keys.length === 0) return <p>{t('apiKeys.none')}</p>
  return (
    <ul className={css.files}>
      {keys.map((key) => (
        <KeyRow key={key.id} about={key} isBusy={revoke.isPending} onRevoke={() => revoke.mutate(key.id)} />
      ))}
    </ul>
  )
}

function KeyRow({ about, isBusy, onRevoke }: { about: ApiKeyJson; isBusy: boolean; onRevoke: () => void }) {
  const { t } = useWords()
  const name = cleanLine(about.name)
  const limits = about.scopes.filter((scope) => !scope.endsWith(':*'))
  return (
    <li className={css.fileRow}>
      <bdi className={css.fileName}>
        {name} <code>…{about.hint}</code>
      </bdi>
      <span className={css.fileFacts}>
        {about.last_used_at === null ? (
          t('apiKeys.neverUsed')
        ) : (
          <span>
            {t('apiKeys.used')} <Time iso={about.last_used_at} />
          </span>
        )}
        {about.expires_at === null ? null : (
          <span>
            {t('apiKeys.until')} <Time iso={about.expires_at} look="exact" />
          </span>
        )}
        <span>{limits.length === 0 ? t('apiKeys.everything') : limits.join(', ')}</span>
      </span>
      <IconButton icon={Ban} label={t('apiKeys.revoke', { name })} disabled={isBusy} onClick={onRevoke} />
    </li>
  )
}
