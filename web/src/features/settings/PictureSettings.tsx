import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type SettingsJson, settingsSchema } from '../../../../src/contract/account.ts'
import { meQuery, settingsQuery } from '../../shared/api/queries.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button, Field, Segments } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import css from './settings.module.css'
import { useSaveSettings } from './use-save-settings.ts'

const MB = 1_000_000

/** Whether pictures of posts are fetched and shown, what that tells whom, and how much room they may take. */
export function PictureSettings() {
  const { t } = useWords()
  const me = useQuery(meQuery)
  const isOwner = me.data?.user?.role === 'owner'
  const settings = useQuery(settingsQuery)
  if (settings.isError)
    return <Failure title={t('settings.failed')} error={settings.error} onRetry={() => settings.refetch()} />
  if (!settings.data || !me.data) return <Skeleton lines={3} />
  return (
    <>
      {isOwner ? <PictureForm settings={settings.data} /> : <p>{t('settings.ownerOnly')}</p>}
      <p className={css.help}>{t('pictures.helpOff')}</p>
      <p className={css.help}>{t('pictures.helpOn')}</p>
    </>
  )
}

function PictureForm({ settings }: { settings: SettingsJson }) {
  const { t } = useWords()
  const save = useSaveSettings()
  return (
    <>
      <div className={css.choice}>
        <span aria-hidden="true">{t('pictures.switch')}</span>
        <Segments
          label={t('pictures.switch')}
          value={settings.thumbnails ?? 'off'}
          options={(['off', 'on'] as const).map((value) => ({ value, label: t(`pictures.${value}`) }))}
          onChange={(thumbnails) => save.mutate({ ...settings, thumbnails })}
        />
      </div>
      {save.isError ? <Failure title={t('pictures.saveFailed')} error={save.error} /> : null}
      {settings.thumbnails === 'on' ? <PictureRoom settings={settings} /> : null}
    </>
  )
}

function PictureRoom({ settings }: { settings: SettingsJson }) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const save = useSaveSettings()
  const kept = settings.thumbnails_size_bytes_max ?? null
  const text = typed ?? (kept === null ? '' : String(kept / MB))
  const sizeBytes = Math.round(Number(text.trim().replace(',', '.') || Number.NaN) * MB)
  const isValid = settingsSchema.shape.thumbnails_size_bytes_max.safeParse(sizeBytes).success
  const isChanged = sizeBytes !== kept
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isValid)
      save.mutate({ ...settings, thumbnails_size_bytes_max: sizeBytes }, { onSuccess: () => setTyped(null) })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <div className={css.room}>
        <Field
          label={t('pictures.size')}
          inputMode="decimal"
          value={text}
          onChange={(event) => setTyped(event.target.value)}
          error={isValid ? null : t('pictures.sizeInvalid')}
        />
        <Button type="submit" disabled={!isChanged || !isValid || save.isPending}>
          {t('app.save')}
        </Button>
        <span role="status">{save.isSuccess && !isChanged ? t('settings.saved') : ''}</span>
      </div>
      <p className={css.help}>{t('pictures.helpKept')}</p>
      {save.isError ? <Failure title={t('pictures.saveFailed')} error={save.error} /> : null}
    </form>
  )
}
