import type { Message } from '../message.ts'

export const STORIES = {
  'nav.stories': { en: 'Stories', fr: 'Récits' },
} as const satisfies Record<string, Message>
