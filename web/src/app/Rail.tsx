import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import {
  Bell,
  Cpu,
  Ellipsis,
  Keyboard,
  MessageSquareText,
  Newspaper,
  Radio,
  RadioTower,
  Scale,
  Search,
  SlidersHorizontal,
  Waypoints,
} from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { ChatList } from '../features/ask/ChatList.tsx'
import { notificationsQuery } from '../shared/api/notifications.ts'
import { NO_EVIDENCE } from '../shared/evidence-search.ts'
import type { MessageKey } from '../shared/i18n/translate.ts'
import { useWords } from '../shared/i18n/use-words.ts'
import { classes } from '../shared/ui/styles.ts'
import css from './app.module.css'

/** The bar of a phone has room for so many and a way to the others. */
const BAR_SCREENS = 4

/** Those that are opened most come first. */
const SCREENS = [
  { to: '/', icon: MessageSquareText, label: 'nav.ask' },
  { to: '/stories', icon: Newspaper, label: 'nav.stories' },
  { to: '/search', icon: Search, label: 'nav.search' },
  { to: '/checks', icon: Scale, label: 'nav.checks' },
  { to: '/now', icon: Radio, label: 'nav.now' },
  { to: '/campaigns', icon: Waypoints, label: 'nav.campaigns' },
  { to: '/sources', icon: RadioTower, label: 'nav.sources' },
  { to: '/models', icon: Cpu, label: 'nav.models' },
  { to: '/notifications', icon: Bell, label: 'told.title' },
  { to: '/settings', icon: SlidersHorizontal, label: 'nav.settings' },
] as const satisfies readonly { to: string; icon: unknown; label: MessageKey }[]

/** Navigation: a rail beside the screen, a bar below it on phones. Earlier questions stand in it where there is room. */
export function Rail({ onShowKeys }: { onShowKeys: () => void }) {
  const { t } = useWords()
  return (
    <header className={css.rail}>
      <Link to="/" search={NO_EVIDENCE} activeOptions={{ exact: true }} className={css.wordmark}>
        {t('app.name')}
      </Link>
      <nav aria-label={t('nav.label')} className={css.nav}>
        {SCREENS.slice(0, BAR_SCREENS).map((screen) => (
          <ScreenLink key={screen.to} {...screen} />
        ))}
        <MoreScreens />
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

/** On phones a list that opens above the bar; elsewhere its links stand below the others. */
function MoreScreens() {
  const { t } = useWords()
  const { pathname } = useLocation()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const isOpen = openAt === pathname
  const rest = SCREENS.slice(BAR_SCREENS)
  const close = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') setOpenAt(null)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the list wherever in it the focus is.
    <div className={css.navMore} onKeyDown={close}>
      <button
        type="button"
        className={classes(
          css.navLink,
          css.navMoreButton,
          rest.some(({ to }) => isAt(pathname, to)) && css.navActive,
        )}
        aria-expanded={isOpen}
        onClick={() => setOpenAt(isOpen ? null : pathname)}
      >
        <Ellipsis size={16} aria-hidden />
        <span>{t('nav.more')}</span>
      </button>
      <div className={classes(css.navRest, isOpen && css.navRestOpen)}>
        {rest.map((screen) => (
          <ScreenLink key={screen.to} {...screen} />
        ))}
      </div>
    </div>
  )
}

function ScreenLink({ to, icon: Glyph, label }: (typeof SCREENS)[number]) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const isActive = isAt(pathname, to)
  return (
    <Link
      to={to}
      search={NO_EVIDENCE}
      activeOptions={{ exact: true }}
      className={classes(css.navLink, isActive && css.navActive)}
      aria-current={isActive ? 'page' : undefined}
    >
      <Glyph size={16} aria-hidden />
      <span>{t(label)}</span>
      {to === '/notifications' ? <UnreadCount /> : null}
    </Link>
  )
}

/** How many notifications wait to be read; nothing where none does. */
function UnreadCount() {
  const { t } = useWords()
  const { data } = useQuery(notificationsQuery)
  if (!data || data.unread === 0) return null
  return (
    <span className={css.unread}>
      <span aria-hidden>{data.unread}</span>
      <span className="sr-only">{t('told.unread', { count: data.unread })}</span>
    </span>
  )
}

function isAt(pathname: string, to: string): boolean {
  return to === '/'
    ? pathname === '/' || pathname.startsWith('/chats/')
    : pathname === to || pathname.startsWith(`${to}/`)
}
