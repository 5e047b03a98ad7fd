import type { Message } from '../message.ts'

export const CHECKS = {
  'nav.checks': { en: 'Checks', fr: 'Vérifications' },
} as const satisfies Record<string, Message>
