import { Outlet, useLocation, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useWords } from '../shared/i18n/use-words.ts'
import { useKeys } from '../shared/keys.ts'
import css from './app.module.css'
import { KeyList } from './KeyList.tsx'
import { Rail } from './Rail.tsx'
import { StatusLine } from './StatusLine.tsx'

const EvidencePanel = lazy(async () => ({
  default: (await import('../features/evidence/EvidencePanel.tsx')).EvidencePanel,
}))

/** The frame of every screen: rail, the screen itself, the evidence beside it, the status line. */
export function Shell() {
  const { t } = useWords()
  const { post, span, n, kind } = useSearch({ from: '__root__' })
  const { pathname } = useLocation()
  const [showsKeys, setShowsKeys] = useState(false)
  useKeys({ '?': () => setShowsKeys(true) })
  return (
    <div className={css.shell}>
      <a className="skip-link" href="#main">
        {t('app.skip')}
      </a>
      <Rail onShowKeys={() => setShowsKeys(true)} />
      <main id="main" tabIndex={-1} className={css.main} key={pathname}>
        <Outlet />
      </main>
      {post ? (
        <Suspense fallback={<aside className={css.evidenceLoading} />}>
          <EvidencePanel id={post} isDocument={kind === 'page'} span={span} n={n} />
        </Suspense>
      ) : null}
      <StatusLine />
      {showsKeys ? <KeyList onClose={() => setShowsKeys(false)} /> : null}
    </div>
  )
}
