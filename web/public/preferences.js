// Runs before the first paint and before any module.

// The content security policy forbids compiling code from text; zod asks this switch before it tries.
globalThis.__zod_globalConfig = { jitless: true }

// A chosen theme or language never flashes the other one.
// Mirrors src/shared/preferences.ts, which owns the keys.
try {
  const theme = localStorage.getItem('verity.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  const locale = localStorage.getItem('verity.locale') || navigator.language.slice(0, 2)
  document.documentElement.lang = locale === 'fr' ? 'fr' : 'en'
} catch {
  // Storage is blocked: the system theme and English stand.
}
