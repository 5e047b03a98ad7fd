import { randomUUID } from 'node:crypto'

const DIGITS = 12

/** The name of a campaign in its permanent address. */
export function newCampaignId(): string {
  return randomUUID().replaceAll('-', '').slice(0, DIGITS)
}
