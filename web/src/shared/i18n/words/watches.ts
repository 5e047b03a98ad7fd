import type { Message } from '../message.ts'

export const WATCHES = {
  'nav.watches': { en: 'Watches', fr: 'Veilles' },
} as const satisfies Record<string, Message>
