import { Link, useLocation } from '@tanstack/react-router'
import {
  Keyboard,
  MessageSquareText,
  Radio,
  RadioTower,
  Scale,
  Search,
  SlidersHorizontal,
} from 'lucide-react'
import { ChatList } from '../features/ask/ChatList.tsx'
import { NO_EVIDENCE } from '../shared/evidence-search.ts'
import type { MessageKey } from '../shared/i18n/translate.ts'
import { useWords } from '../shared/i18n/use-words.ts'
import { classes } from '../shared/ui/styles.ts'
import css from './app.module.css'

const SCREENS = [
  { to: '/', icon: MessageSquareText, label: 'nav.ask' },
  { to: '/search', icon: Search, label: 'nav.search' },
  { to: '/now', icon: Radio, label: 'nav.now' },
  { to: '/checks', icon: Scale, label: 'nav.checks' },
  { to: '/sources', icon: RadioTower, label: 'nav.sources' },
  { to: '/settings', icon: SlidersHorizontal, label: 'nav.settings' },
] as const satisfies readonly { to: string; icon: unknown; label: MessageKey }[]

/** Navigation: a rail beside the screen, a bar below it on phones. Earlier questions stand in it where there is room. */
export function Rail({ onShowKeys }: { onShowKeys: () => void }) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const isActive = (to: string) =>
    to === '/'
      ? pathname === '/' || pathname.startsWith('/chats/')
      : pathname === to || pathname.startsWith(`${to}/`)
  return (
    <header className={css.rail}>
      <Link to="/" search={NO_EVIDENCE} activeOptions={{ exact: true }} className={css.wordmark}>
        {t('app.name')}
      </Link>
      <nav aria-label={t('nav.label')} className={css.nav}>
        {SCREENS.map(({ to, icon: Glyph, label }) => (
          <Link
            key={to}
            to={to}
            search={NO_EVIDENCE}
            activeOptions={{ exact: true }}
            className={classes(css.navLink, isActive(to) && css.navActive)}
            aria-current={isActive(to) ? 'page' : undefined}
          >
            <Glyph size={16} aria-hidden />
            <span>{t(label)}</span>
          </Link>
        ))}
      </nav>
      <div className={css.railChats}>
        <ChatList />
      </div>
      <button type="button" className={css.railKeys} onClick={onShowKeys}>
        <Keyboard size={16} aria-hidden />
        <span>{t('nav.keys')}</span>
        <kbd className={css.key}>?</kbd>
      </button>
    </header>
  )
}
