import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { botSchema } from '../../../../src/contract/bot.ts'
import { getJson } from '../../shared/api/client.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button, Field, Segments } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import css from './replies.module.css'
import { botsQuery } from './replies-api.ts'

const EMPTY = { handle: '', server: '', secret: '' }

/** Takes the credentials of an account; the network is asked whether it takes them before anything is kept. */
export function AddReplyAccount({ isFirst }: { isFirst: boolean }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [network, setNetwork] = useState<'bluesky' | 'mastodon'>('bluesky')
  const [typed, setTyped] = useState(EMPTY)
  const type = (field: keyof typeof EMPTY, value: string) => setTyped({ ...typed, [field]: value })
  const add = useMutation({
    mutationFn: () => getJson('/api/bots', botSchema, { method: 'POST', body: bodyOf(network, typed) }),
    onSuccess: () => setTyped(EMPTY),
    onSettled: () => queries.invalidateQueries({ queryKey: botsQuery.queryKey }),
  })
  const isBluesky = network === 'bluesky'
  const isReady = typed.secret.trim() !== '' && (isBluesky ? typed.handle : typed.server).trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) add.mutate()
  }
  return (
    <details className={css.more} open={isFirst || undefined}>
      <summary>{t('bots.add')}</summary>
      <form className={css.form} onSubmit={submit} autoComplete="off">
        <Segments
          label={t('bots.network')}
          value={network}
          options={[
            { value: 'bluesky', label: 'Bluesky' },
            { value: 'mastodon', label: 'Mastodon' },
          ]}
          onChange={setNetwork}
        />
        {isBluesky ? (
          <Field
            label={t('bots.handle')}
            value={typed.handle}
            placeholder="check.example.com"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => type('handle', event.target.value)}
          />
        ) : null}
        <Field
          label={t(isBluesky ? 'bots.pds' : 'bots.server')}
          value={typed.server}
          placeholder={isBluesky ? 'https://bsky.social' : 'https://mastodon.social'}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => type('server', event.target.value)}
        />
        <Field
          label={t(isBluesky ? 'bots.appPassword' : 'bots.token')}
          type="password"
          autoComplete="new-password"
          value={typed.secret}
          note={`${t(isBluesky ? 'bots.appPasswordHelp' : 'bots.tokenHelp')} ${t('bots.sealed')}`}
          onChange={(event) => type('secret', event.target.value)}
        />
        {add.isError ? <Failure title={t('bots.notAdded')} error={add.error} /> : null}
        <div>
          <Button look="primary" type="submit" disabled={!isReady || add.isPending}>
            {t('bots.connect')}
          </Button>
        </div>
      </form>
    </details>
  )
}

function bodyOf(network: 'bluesky' | 'mastodon', { handle, server, secret }: typeof EMPTY) {
  return {
    ...{ network, secret: secret.trim() },
    ...(network === 'bluesky' && { handle: handle.trim() }),
    ...(server.trim() !== '' && { server: server.trim() }),
  }
}
