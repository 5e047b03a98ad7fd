import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sendOnly } from '../../shared/api/client.ts'
import { meQuery, settingsQuery } from '../../shared/api/queries.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { chooseLocale, chooseTheme, preferences } from '../../shared/preferences.ts'
import { useStore } from '../../shared/store.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button, Segments } from '../../shared/ui/controls.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { ApiKeys } from './ApiKeys.tsx'
import { Files } from './Files.tsx'
import { PictureSettings } from './PictureSettings.tsx'
import { ReplyAccounts } from './ReplyAccounts.tsx'
import { Retention } from './Retention.tsx'
import css from './settings.module.css'
import { useSaveSettings } from './use-save-settings.ts'

/** What this server keeps, what answers, who is here, and how this browser shows it. */
export function SettingsPage() {
  const { t } = useWords()
  usePageTitle(t('settings.title'))
  const { status } = useStore(liveStatus)
  return (
    <div className={css.page}>
      <h1 className={ui.pageTitle}>{t('settings.title')}</h1>
      <Section title={t('settings.retention')}>
        <Retention />
      </Section>
      <Section title={t('pictures.title')}>
        <PictureSettings />
      </Section>
      <Section title={t('settings.engine')}>
        <Engine />
      </Section>
      <Section title={t('settings.files')}>
        <Files />
      </Section>
      <Section title={t('apiKeys.title')}>
        <ApiKeys />
      </Section>
      <Section title={t('bots.title')}>
        <ReplyAccounts />
      </Section>
      <Section title={t('settings.display')}>
        <Display />
      </Section>
      <Section title={t('settings.account')}>
        <Account />
      </Section>
      {status ? <p className={css.version}>{t('settings.version', { version: status.version })}</p> : null}
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2 className={css.sectionTitle}>{title}</h2>
      <div className={css.sectionBody}>{children}</div>
    </section>
  )
}

function Engine() {
  const { t } = useWords()
  const { status } = useStore(liveStatus)
  if (!status) return null
  const { embedded, model, provider } = status.engine
  return (
    <>
      <p>
        {embedded
          ? t('settings.engineEmbedded')
          : t('settings.engineModel', { model: cleanLine(model), provider: cleanLine(provider) })}
      </p>
      <p className={css.help}>{t('settings.engineHelp')}</p>
    </>
  )
}

function Display() {
  const { t } = useWords()
  const { locale, theme } = useStore(preferences)
  return (
    <div className={css.choices}>
      <div className={css.choice}>
        <span aria-hidden="true">{t('settings.language')}</span>
        <Segments
          label={t('settings.language')}
          value={locale}
          options={[
            { value: 'en', label: 'English' },
            { value: 'fr', label: 'Français' },
          ]}
          onChange={chooseLocale}
        />
      </div>
      <div className={css.choice}>
        <span aria-hidden="true">{t('settings.theme')}</span>
        <Segments
          label={t('settings.theme')}
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`settings.theme.${value}`),
          }))}
          onChange={chooseTheme}
        />
      </div>
    </div>
  )
}

function Account() {
  const { t } = useWords()
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const signOut = useMutation({
    mutationFn: () => sendOnly('/api/auth/sign-out', { method: 'POST', body: {} }),
    onSuccess: async () => {
      queries.clear()
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
      location.assign('/')
    },
  })
  if (!me?.user) return null
  if (!me.sign_in_required) return <p>{t('settings.loopback')}</p>
  return (
    <>
      <SignUp />
      <p>{t('settings.signedInAs', { name: cleanLine(me.user.email ?? me.user.name) })}</p>
      <Button disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        {t('settings.signOut')}
      </Button>
    </>
  )
}

/** Whether others may make themselves an account: the owner's choice, shown where the server knows the setting. */
function SignUp() {
  const { t } = useWords()
  const { data: settings } = useQuery(settingsQuery)
  const save = useSaveSettings()
  if (!settings?.sign_up) return null
  return (
    <div className={css.choice}>
      <span aria-hidden="true">{t('settings.signUp')}</span>
      <Segments
        label={t('settings.signUp')}
        value={settings.sign_up}
        options={(['closed', 'open'] as const).map((value) => ({
          value,
          label: t(`settings.signUp.${value}`),
        }))}
        onChange={(sign_up) => save.mutate({ ...settings, sign_up })}
      />
    </div>
  )
}
