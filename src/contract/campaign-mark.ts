import { z } from 'zod'

/** A campaign in a few words, for marks beside posts. */
export const campaignMarkSchema = z.object({
  id: z.string(),
  accounts: z.int().min(0),
  confirmed: z.boolean(),
})

export type CampaignMarkJson = z.infer<typeof campaignMarkSchema>
