import { useQuery } from '@tanstack/react-query'
import { Rss } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { NotificationSettingsJson } from '../../../../src/contract/notification.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button, Field } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import css from './told.module.css'
import { toldSettingsQuery, useChangeToldSettings } from './told-api.ts'

/** Mail, webhook and feed, each with what it needs. */
export function ToldWays() {
  const { t } = useWords()
  const { data } = useQuery(toldSettingsQuery)
  if (data === undefined) return null
  return (
    <section className={css.ways} aria-labelledby="ways">
      <h2 id="ways" className={css.waysTitle}>
        {t('told.ways')}
      </h2>
      <WaysForm settings={data} />
      <a href={data.feed_path} className={css.feed}>
        <Rss size={16} aria-hidden />
        {t('told.feed')}
      </a>
    </section>
  )
}

function WaysForm({ settings }: { settings: NotificationSettingsJson }) {
  const { t } = useWords()
  const change = useChangeToldSettings()
  const [email, setEmail] = useState(settings.email ?? '')
  const [webhook, setWebhook] = useState(settings.webhook_url ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const url = webhook.trim() === '' ? null : webhook.trim()
    change.mutate({
      ...(settings.mail_available && { email: email.trim() === '' ? null : email.trim() }),
      ...(url !== settings.webhook_url && { webhook_url: url }),
    })
  }
  const secret = change.data?.webhook_secret ?? null
  return (
    <form onSubmit={submit} className={css.form}>
      <Field
        label={t('told.email')}
        type="email"
        value={email}
        disabled={!settings.mail_available}
        {...(settings.mail_available ? {} : { note: t('told.noMail') })}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={t('told.webhook')}
        type="url"
        placeholder="https://"
        value={webhook}
        onChange={(event) => setWebhook(event.target.value)}
      />
      {secret === null ? null : (
        <p className={css.secret} role="status">
          {t('told.secret', { secret })}
        </p>
      )}
      {change.error ? <Failure title={t('told.failedSave')} error={change.error} /> : null}
      <div>
        <Button type="submit" disabled={change.isPending}>
          {t('told.save')}
        </Button>
      </div>
    </form>
  )
}
