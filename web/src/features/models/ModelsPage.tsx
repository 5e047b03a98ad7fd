import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type ModelRoleJson, type ModelsJson, modelsSchema } from '../../../../src/contract/model.ts'
import { getJson } from '../../shared/api/client.ts'
import { modelsQuery } from '../../shared/api/queries.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button, Field, IconButton } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import css from './models.module.css'

const KINDS = ['xai', 'openai', 'anthropic', 'google', 'mistral', 'openai-compatible'] as const
type Kind = (typeof KINDS)[number]

/** What is used for what, what it costs, how it is doing, and what another model would bring. */
export function ModelsPage() {
  const { t } = useWords()
  usePageTitle(t('nav.models'))
  const models = useQuery(modelsQuery)
  return (
    <div className={css.page}>
      <h1 className={ui.pageTitle}>{t('nav.models')}</h1>
      <p className={css.lead}>{t('models.lead')}</p>
      {models.data ? (
        <Loaded models={models.data} />
      ) : models.isError ? (
        <Failure title={t('models.failed')} error={models.error} onRetry={() => models.refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  )
}

function Loaded({ models }: { models: ModelsJson }) {
  const { locale, t } = useWords()
  const spent = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' }).format(
    models.spent_today_usd,
  )
  return (
    <>
      <p>{t('models.spent', { sum: spent })}</p>
      <ul className={css.roles}>
        {models.roles.map((role) => (
          <Role key={role.role} role={role} />
        ))}
      </ul>
      <h2 className={css.heading}>{t('models.servers')}</h2>
      <Servers models={models} />
    </>
  )
}

/** Sends a change and shows what came of it. */
function useChange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({
      path,
      method,
      body,
    }: {
      path: string
      method: 'PATCH' | 'PUT' | 'DELETE'
      body?: unknown
    }) => getJson(`/api/models/${path}`, modelsSchema, { method, ...(body !== undefined && { body }) }),
    onSuccess: (saved) => queries.setQueryData(modelsQuery.queryKey, saved),
  })
}

function Role({ role }: { role: ModelRoleJson }) {
  const { t } = useWords()
  const saved = role.chain.map(({ ref }) => ref).join(' ')
  const [chain, setChain] = useState(saved)
  const change = useChange()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const refs = chain.split(/[\s,]+/).filter((ref) => ref !== '')
    change.mutate({ path: `roles/${role.role}`, method: 'PATCH', body: { chain: refs } })
  }
  return (
    <li className={css.role}>
      <div>
        <h2 className={css.roleName}>{t(`models.role.${role.role}`)}</h2>
        <p className={css.help}>{t(`models.gain.${role.role}`)}</p>
      </div>
      <div className={css.roleBody}>
        <Chain role={role} />
        <form className={css.chainForm} onSubmit={submit}>
          <Field
            label={t('models.chain')}
            value={chain}
            spellCheck={false}
            placeholder={t('models.placeholder')}
            onChange={(event) => setChain(event.target.value)}
          />
          <Button type="submit" disabled={chain.trim() === saved || change.isPending}>
            {t('app.save')}
          </Button>
        </form>
        {change.isError ? <Failure title={t('models.notSaved')} error={change.error} /> : null}
      </div>
    </li>
  )
}

/** Who is asked, in order; the embedded engine always stands at the end where it can do the role. */
function Chain({ role }: { role: ModelRoleJson }) {
  const { t } = useWords()
  return (
    <ol className={css.chain}>
      {role.chain.map((model) => (
        <ChainModel key={model.ref} model={model} />
      ))}
      {role.embedded ? (
        <li className={css.model}>
          <span>{t('models.embedded')}</span>
          <span className={css.facts}>{t('models.embeddedFacts')}</span>
        </li>
      ) : role.chain.length === 0 ? (
        <li className={css.help}>{t('models.nobody')}</li>
      ) : null}
    </ol>
  )
}

function ChainModel({ model }: { model: ModelRoleJson['chain'][number] }) {
  const { locale, t } = useWords()
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value)
  const price = model.price
  return (
    <li className={css.model}>
      <bdi>{cleanLine(model.ref)}</bdi>
      <span className={css.facts}>
        <span>
          {price === null
            ? t('models.priceUnknown')
            : t('models.price', { input: number(price.input_usd), output: number(price.output_usd) })}
        </span>
        {model.first_word_ms === null ? null : (
          <span>{t('models.firstWord', { seconds: number(model.first_word_ms / 1_000) })}</span>
        )}
        {model.calls === 0 ? null : (
          <span>{t('models.calls', { calls: model.calls, failures: model.failures })}</span>
        )}
        {model.last_failure === null ? null : (
          <span className={css.failure}>
            {cleanLine(model.last_failure)} <Time iso={model.last_failure_at} />
          </span>
        )}
      </span>
    </li>
  )
}

function Servers({ models }: { models: ModelsJson }) {
  const { t } = useWords()
  const change = useChange()
  return (
    <>
      <ul className={css.servers}>
        {models.connections.map(({ id, kind, host }) => (
          <li key={id} className={css.server}>
            <bdi>{cleanLine(id)}</bdi>
            <bdi className={css.facts}>{cleanLine(host)}</bdi>
            {kind === 'environment' || kind === 'local' ? null : (
              <IconButton
                icon={Trash2}
                label={t('models.removeServer', { name: cleanLine(id) })}
                disabled={change.isPending}
                onClick={() =>
                  change.mutate({ path: `connections/${encodeURIComponent(id)}`, method: 'DELETE' })
                }
              />
            )}
          </li>
        ))}
      </ul>
      <NewServer />
    </>
  )
}

function NewServer() {
  const { t } = useWords()
  const change = useChange()
  const [kind, setKind] = useState<Kind>('openai-compatible')
  const [id, setId] = useState('')
  const [url, setUrl] = useState('')
  const [key, setKey] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body = { kind, url: url.trim() === '' ? null : url.trim(), ...(key !== '' && { key }) }
    change.mutate(
      { path: `connections/${encodeURIComponent(id.trim())}`, method: 'PUT', body },
      {
        onSuccess: () => {
          setId('')
          setUrl('')
          setKey('')
        },
      },
    )
  }
  return (
    <form className={css.newServer} onSubmit={submit}>
      <label className={css.kind}>
        {t('models.kind')}
        <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`models.kind.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Field
        label={t('models.name')}
        value={id}
        maxLength={60}
        onChange={(event) => setId(event.target.value)}
      />
      <Field
        label={t('models.address')}
        value={url}
        placeholder={kind === 'openai-compatible' ? 'http://127.0.0.1:11434/v1' : ''}
        onChange={(event) => setUrl(event.target.value)}
      />
      <Field
        label={t('models.key')}
        type="password"
        autoComplete="off"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      {change.isError ? <Failure title={t('models.notSaved')} error={change.error} /> : null}
      <Button look="primary" type="submit" disabled={id.trim() === '' || change.isPending}>
        {t('models.addServer')}
      </Button>
    </form>
  )
}
