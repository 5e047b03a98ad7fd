import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { meQuery } from '../shared/api/queries.ts'
import { useWords } from '../shared/i18n/use-words.ts'
import { Failure } from '../shared/ui/Note.tsx'
import css from './app.module.css'

const SignInPage = lazy(async () => ({
  default: (await import('../features/sign-in/SignInPage.tsx')).SignInPage,
}))

/** Lets in whoever the server knows; everyone else sees the sign-in page and nothing behind it. */
export function Gate({ children }: { children: ReactNode }) {
  const { t } = useWords()
  const me = useQuery(meQuery)
  if (me.isError) {
    return (
      <main className={css.alone}>
        <Failure title={t('app.name')} error={me.error} onRetry={() => me.refetch()} />
      </main>
    )
  }
  if (!me.data) return null
  if (me.data.user || !me.data.sign_in_required) return children
  return (
    <Suspense fallback={null}>
      <SignInPage isFirstOwner={me.data.owner_missing} canSignUp={me.data.sign_up_open === true} />
    </Suspense>
  )
}
