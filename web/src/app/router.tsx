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

/** What the first screen starts with when it is opened from elsewhere: words for the question, and what it may rest on. */
type DraftSearch = {
  readonly question?: string | undefined
  readonly network?: string | undefined
  readonly period?: string | undefined
}

/** A search, kept in the address. */
type PostSearch = {
  readonly query?: string | undefined
  readonly mode?: string | undefined
  readonly lang?: string | undefined
  readonly source?: string | undefined
  readonly period?: string | undefined
}

/** What the front page is limited to, kept in the address. */
type FrontPageSearch = {
  readonly period?: string | undefined
  readonly lang?: string | undefined
  readonly topic?: string | undefined
  /** `1` where stories that did not rise are shown too. */
  readonly calm?: string | undefined
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

const askRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: NewQuestionScreen,
  validateSearch: (search: Record<string, unknown>): DraftSearch => ({
    question: textOf(search['question']),
    network: textOf(search['network']),
    period: textOf(search['period']),
  }),
})
const searchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/search',
  component: lazyRouteComponent(() => import('../features/search/SearchPage.tsx'), 'SearchPage'),
  validateSearch: (search: Record<string, unknown>): PostSearch => ({
    query: textOf(search['query']),
    mode: textOf(search['mode']),
    lang: textOf(search['lang']),
    source: textOf(search['source']),
    period: textOf(search['period']),
  }),
})
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
const storiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/stories',
  component: lazyRouteComponent(() => import('../features/stories/StoriesPage.tsx'), 'StoriesPage'),
  validateSearch: (search: Record<string, unknown>): FrontPageSearch => ({
    period: textOf(search['period']),
    lang: textOf(search['lang']),
    topic: textOf(search['topic']),
    calm: textOf(search['calm']),
  }),
})
const storyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/stories/$storyId',
  component: lazyRouteComponent(() => import('./StoryScreen.tsx'), 'StoryScreen'),
})
const trendsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/trends',
  component: lazyRouteComponent(() => import('../features/trends/TrendsPage.tsx'), 'TrendsPage'),
})
const checksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/checks',
  component: lazyRouteComponent(() => import('../features/checks/ChecksPage.tsx'), 'ChecksPage'),
})
const checkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/checks/$checkId',
  component: lazyRouteComponent(() => import('../features/checks/CheckPage.tsx'), 'CheckPage'),
})
const campaignsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('../features/campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
})
const campaignRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./CampaignScreen.tsx'), 'CampaignScreen'),
})
const toldRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notifications',
  component: lazyRouteComponent(() => import('../features/told/ToldPage.tsx'), 'ToldPage'),
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

const modelsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('../features/models/ModelsPage.tsx'), 'ModelsPage'),
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
    searchRoute,
    nowRoute,
    storiesRoute,
    storyRoute,
    trendsRoute,
    checksRoute,
    checkRoute,
    toldRoute,
    campaignsRoute,
    campaignRoute,
    sourcesRoute,
    sourceRoute,
    settingsRoute,
    modelsRoute,
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
