import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError, sendOnly } from '../../shared/api/client.ts'
import { meQuery } from '../../shared/api/queries.ts'
import type { MessageKey } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { chooseLocale, preferences } from '../../shared/preferences.ts'
import { useStore } from '../../shared/store.ts'
import { Button, Field, Segments } from '../../shared/ui/controls.tsx'
import { errorText } from '../../shared/ui/Note.tsx'
import css from './sign-in.module.css'

const PASSWORD_CHARS_MIN = 8

type Credentials = { name: string; email: string; password: string }

type Way = 'owner' | 'signUp' | 'signIn'

const HEADINGS = {
  owner: { title: 'signIn.ownerTitle', lead: 'signIn.ownerLead', submit: 'signIn.create' },
  signUp: { title: 'signIn.newTitle', lead: 'signIn.newLead', submit: 'signIn.create' },
  signIn: { title: 'signIn.title', lead: 'signIn.lead', submit: 'signIn.submit' },
} as const satisfies Record<Way, Record<string, MessageKey>>

type SignInProps = { isFirstOwner: boolean; canSignUp: boolean }

/** For servers that serve others: signing in, or an account of one's own; the first one owns the server. */
export function SignInPage({ isFirstOwner, canSignUp }: SignInProps) {
  const { t } = useWords()
  const { locale } = useStore(preferences)
  const [wantsAccount, setWantsAccount] = useState(false)
  const way: Way = isFirstOwner ? 'owner' : canSignUp && wantsAccount ? 'signUp' : 'signIn'
  return (
    <main className={css.page}>
      <p className={css.wordmark}>{t('app.name')}</p>
      <h1 className={css.title}>{t(HEADINGS[way].title)}</h1>
      <p className={css.lead}>{t(HEADINGS[way].lead)}</p>
      <CredentialsForm key={way} way={way} />
      {canSignUp && !isFirstOwner ? (
        <Button look="quiet" className={css.other} onClick={() => setWantsAccount(!wantsAccount)}>
          {t(way === 'signUp' ? 'signIn.toSignIn' : 'signIn.toSignUp')}
        </Button>
      ) : null}
      <Segments
        label={t('settings.language')}
        value={locale}
        options={[
          { value: 'en', label: 'English' },
          { value: 'fr', label: 'Français' },
        ]}
        onChange={chooseLocale}
      />
    </main>
  )
}

function CredentialsForm({ way }: { way: Way }) {
  const { t } = useWords()
  const [form, setForm] = useState<Credentials>({ name: '', email: '', password: '' })
  const isNew = way !== 'signIn'
  const enter = useEnter(isNew)
  const change = (field: keyof Credentials) => (event: { target: { value: string } }) =>
    setForm({ ...form, [field]: event.target.value })
  const hasName = !isNew || form.name.trim() !== ''
  const isComplete = hasName && form.email.includes('@') && form.password.length >= PASSWORD_CHARS_MIN
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isComplete) enter.mutate(form)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      {isNew ? (
        <Field
          label={t('signIn.name')}
          autoComplete="name"
          maxLength={80}
          value={form.name}
          onChange={change('name')}
        />
      ) : null}
      <Field
        label={t('signIn.email')}
        type="email"
        autoComplete="username"
        value={form.email}
        onChange={change('email')}
      />
      <Field
        label={t('signIn.password')}
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        value={form.password}
        onChange={change('password')}
        {...(isNew ? { note: t('signIn.passwordHelp') } : {})}
      />
      {enter.isError ? <SignInError error={enter.error} /> : null}
      <Button look="primary" type="submit" disabled={!isComplete || enter.isPending}>
        {t(HEADINGS[way].submit)}
      </Button>
    </form>
  )
}

function useEnter(isNew: boolean) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ name, email, password }: Credentials) =>
      isNew
        ? sendOnly('/api/auth/sign-up/email', {
            method: 'POST',
            body: { name: name.trim(), email, password },
          })
        : sendOnly('/api/auth/sign-in/email', { method: 'POST', body: { email, password } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  })
}

/** Codes of the sign-in routes that a person can do something about. */
const REASONS = {
  INVALID_EMAIL_OR_PASSWORD: 'signIn.wrong',
  unauthorized: 'signIn.wrong',
  USER_ALREADY_EXISTS: 'signIn.exists',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'signIn.exists',
  INVALID_EMAIL: 'signIn.invalid',
  PASSWORD_TOO_SHORT: 'signIn.invalid',
  PASSWORD_TOO_LONG: 'signIn.invalid',
  EMAIL_PASSWORD_SIGN_UP_DISABLED: 'signIn.closed',
} as const satisfies Record<string, MessageKey>

function SignInError({ error }: { error: unknown }) {
  const words = useWords()
  const code = error instanceof ApiError ? error.code : ''
  const known = Object.hasOwn(REASONS, code) ? REASONS[code as keyof typeof REASONS] : null
  return (
    <p className={css.error} role="alert">
      {known ? words.t(known) : errorText(words, error)}
    </p>
  )
}
