import type { Campaign } from '../domain/campaign.ts'

/** A campaign as programs read it. */
export function campaignJson(campaign: Campaign): object {
  return {
    campaign_id: campaign.id,
    accounts: campaign.accounts.map(({ id, score01 }) => ({ id, score01: Math.round(score01 * 1e6) / 1e6 })),
    post_ids: campaign.postIds,
    channels: campaign.channels,
    first_at: new Date(campaign.firstAt).toISOString(),
    last_at: new Date(campaign.lastAt).toISOString(),
    p_value: campaign.pValue,
    q_value: campaign.qValue,
    confirmed: campaign.isConfirmed,
    why: campaign.why,
  }
}
