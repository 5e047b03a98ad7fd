import type { Campaign, CampaignProfile, InauthenticitySign } from '../../domain/campaign.ts'
import type { CoincidenceChannel } from '../detect/coincidence-channel.ts'

type Technique = CampaignProfile['techniques'][number]

const AMPLIFY: Technique = { id: 'T0118', name: 'Amplify Existing Narrative' }
const COPYPASTA: Technique = { id: 'T0084.001', name: 'Use Copypasta' }
const FLOOD: Technique = { id: 'T0049', name: 'Flood Information Space' }
const SWARM: Technique = { id: 'T0049.005', name: 'Conduct Swarming' }
const COMMENT: Technique = { id: 'T0116', name: 'Comment or Reply on Content' }
const CREATE_ACCOUNTS: Technique = { id: 'T0090', name: 'Create Inauthentic Accounts' }

/** Which technique of the DISARM red framework a way of acting together resembles. */
const BY_CHANNEL: Readonly<Record<CoincidenceChannel, readonly Technique[]>> = {
  repost: [AMPLIFY],
  url: [AMPLIFY],
  hashtags: [FLOOD],
  text: [COPYPASTA],
  reply: [COMMENT, SWARM],
  quote: [AMPLIFY],
  image: [COPYPASTA],
}
/** Fewer accounts made together are no technique. */
const CREATED_TOGETHER_MIN01 = 0.5

/**
 * Technique ids for analysts' reports: what the behaviour resembles, not what somebody intended.
 *
 * @see DISARM Foundation, DISARM framework (CC BY-SA 4.0)
 */
export function techniquesOf(campaign: Campaign, signs: readonly InauthenticitySign[]): Technique[] {
  const found = campaign.channels.flatMap((channel) => BY_CHANNEL[channel as CoincidenceChannel] ?? [])
  if (signs.some(({ kind, score01 }) => kind === 'created_together' && score01 >= CREATED_TOGETHER_MIN01))
    found.push(CREATE_ACCOUNTS)
  return [...new Set(found)]
}
