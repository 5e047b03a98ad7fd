import { useMemo } from 'react'
import { type Locale, preferences } from '../preferences.ts'
import { useStore } from '../store.ts'
import { type MessageArgs, type MessageKey, translate } from './translate.ts'

export type Words = {
  readonly locale: Locale
  readonly t: <Key extends MessageKey>(key: Key, ...args: MessageArgs<Key>) => string
}

/** The reader's language and the function that says things in it. */
export function useWords(): Words {
  const { locale } = useStore(preferences)
  return useMemo(() => ({ locale, t: (key, ...args) => translate(locale, key, ...args) }), [locale])
}
