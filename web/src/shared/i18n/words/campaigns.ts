import type { Message } from '../message.ts'

export const CAMPAIGNS = {
  'nav.campaigns': { en: 'Campaigns', fr: 'Campagnes' },
} as const satisfies Record<string, Message>
