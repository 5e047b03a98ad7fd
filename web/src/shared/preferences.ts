import { createStore } from './store.ts'

export type Locale = 'en' | 'fr'
export type Theme = 'system' | 'light' | 'dark'
export type Preferences = { readonly locale: Locale; readonly theme: Theme }

/** Keys in local storage; `public/preferences.js` reads the same ones before the first paint. */
const THEME_KEY = 'verity.theme'
const LOCALE_KEY = 'verity.locale'

/** What this browser's reader chose; kept on this device only. */
export const preferences = createStore<Preferences>({ locale: readLocale(), theme: readTheme() })

export function chooseLocale(locale: Locale): void {
  write(LOCALE_KEY, locale)
  document.documentElement.lang = locale
  preferences.set({ ...preferences.getSnapshot(), locale })
}

export function chooseTheme(theme: Theme): void {
  write(THEME_KEY, theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  preferences.set({ ...preferences.getSnapshot(), theme })
}

function readLocale(): Locale {
  const stored = read(LOCALE_KEY) ?? globalThis.navigator?.language ?? 'en'
  return stored.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}

function readTheme(): Theme {
  const stored = read(THEME_KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** Private windows may refuse storage: the choice then lasts as long as the page. */
function read(key: string): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null
  } catch {
    return null
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Kept in memory only.
  }
}
