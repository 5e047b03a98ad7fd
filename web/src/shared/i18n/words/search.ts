import type { Message } from '../message.ts'

export const SEARCH = {
  'nav.search': { en: 'Search', fr: 'Chercher' },
} as const satisfies Record<string, Message>
