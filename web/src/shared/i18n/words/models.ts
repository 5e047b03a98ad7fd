import type { Message } from '../message.ts'

export const MODELS = {
  'nav.models': { en: 'Models', fr: 'Modèles' },
} as const satisfies Record<string, Message>
