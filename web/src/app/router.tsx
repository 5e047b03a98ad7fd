import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import type { EvidenceSearch } from '../shared/evidence-search.ts'
import { NewQuestionScreen } from './ask-screens.tsx'
import { CrashPage, NotFoundPage } from './EmptyPages.tsx'
import { Shell } from './Shell.tsx'

/** The feed's filter, kept in the address. */
type FeedSearch = {
  readonly query?: string | undefined
  readonly lang?: string | undefined
  readonly source?: string | undefined
}

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  validateSearch: (search: Record<string, unknown>): EvidenceSearch => ({
    post: textOf(search['post']),
    span: textOf(search['span']),
    n: textOf(search['n']),
    kind: textOf(search['kind']),
  }),
})

const askRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: NewQuestionScreen })
const chatRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/chats/$chatId',
  component: lazyRouteComponent(() => import('../features/ask/ChatPage.tsx'), 'ChatPage'),
})
const nowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/now',
  component: lazyRouteComponent(() => import('../features/now/NowPage.tsx'), 'NowPage'),
  validateSearch: (search: Record<string, unknown>): FeedSearch => ({
    query: textOf(search['query']),
    lang: textOf(search['lang']),
    source: textOf(search['source']),
  }),
})
const sourcesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sources',
  component: lazyRouteComponent(() => import('./SourcesScreen.tsx'), 'SourcesScreen'),
})
const sourceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sources/$sourceId',
  component: lazyRouteComponent(() => import('./SourceScreen.tsx'), 'SourceScreen'),
})
const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage.tsx'), 'SettingsPage'),
})

const promptsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/prompts',
  component: lazyRouteComponent(() => import('../features/prompts/PromptsPage.tsx'), 'PromptsPage'),
})

/** Addresses stay plain text: an id made of digits is an id, not a number. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    askRoute,
    chatRoute,
    nowRoute,
    sourcesRoute,
    sourceRoute,
    settingsRoute,
    promptsRoute,
  ]),
  defaultErrorComponent: CrashPage,
  defaultPreload: 'intent',
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const filled = Object.entries(search).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    )
    return filled.length === 0 ? '' : `?${new URLSearchParams(filled)}`
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
