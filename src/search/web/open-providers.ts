import { type BraveConfig, brave } from './brave.ts'
import type { ProviderDependencies } from './call-provider.ts'
import { type GoogleConfig, google } from './google.ts'
import { patientSearch } from './patient-search.ts'
import { type SearxngConfig, searxng } from './searxng.ts'
import { type TavilyConfig, tavily } from './tavily.ts'
import type { WEB_SEARCH_NAMES, WebSearchProvider } from './web-search.ts'
import { type XaiSearchConfig, xai } from './xai.ts'

/** What each configured provider needs, in the order in which they are asked. */
export type ProviderConfig =
  | { readonly kind: 'searxng'; readonly options: SearxngConfig }
  | { readonly kind: 'brave'; readonly options: BraveConfig }
  | { readonly kind: 'tavily'; readonly options: TavilyConfig }
  | { readonly kind: 'google'; readonly options: GoogleConfig }
  | { readonly kind: 'xai'; readonly options: XaiSearchConfig }

/** The smallest plan of Brave allows one request a second. The others limit minutes or days. */
const GAP_MS = {
  searxng: 0,
  brave: 1_100,
  tavily: 0,
  google: 0,
  xai: 0,
} as const satisfies Record<(typeof WEB_SEARCH_NAMES)[number], number>

/** The providers of a configuration, each with its cache and its patience. Opens no connection. */
export function openProviders(
  configs: readonly ProviderConfig[],
  deps: ProviderDependencies,
): WebSearchProvider[] {
  return configs.map((config) =>
    patientSearch(openProvider(config, deps), { timing: deps.timing, gapMs: GAP_MS[config.kind] }),
  )
}

/** One provider, without cache or patience. */
export function openProvider(config: ProviderConfig, deps: ProviderDependencies): WebSearchProvider {
  switch (config.kind) {
    case 'searxng':
      return searxng(config.options, deps)
    case 'brave':
      return brave(config.options, deps)
    case 'tavily':
      return tavily(config.options, deps)
    case 'google':
      return google(config.options, deps)
    case 'xai':
      return xai(config.options, deps)
  }
}
