import type { StoredCampaign } from '../domain/campaign.ts'
import type { Notifier, Told } from './notify/notifier.ts'

/** More at once are told as one: the first look through an archive may find many. */
const TOLD_SINGLY_MAX = 3

/** Tells people of campaigns that were just confirmed. */
export async function tellCampaigns(
  campaigns: readonly StoredCampaign[],
  { notifier, personIds }: { notifier: Pick<Notifier, 'tell'>; personIds: readonly string[] },
): Promise<void> {
  if (campaigns.length > TOLD_SINGLY_MAX) return await notifier.tell(personIds, manyCampaigns(campaigns))
  for (const stored of campaigns) await notifier.tell(personIds, oneCampaign(stored))
}

function oneCampaign({ campaign }: StoredCampaign): Told {
  const accounts = campaign.accounts.length
  const posts = campaign.postIds.length
  return {
    kind: 'campaign',
    path: `/campaigns/${encodeURIComponent(campaign.id)}`,
    eventKey: `campaign:${campaign.id}`,
    words: (locale) =>
      locale === 'fr'
        ? {
            title: `${accounts} comptes agissent de concert`,
            body: `${posts} messages coïncident trop souvent pour que ce soit le hasard. Cela ne dit pas qui ils sont.`,
          }
        : {
            title: `${accounts} accounts act in concert`,
            body: `${posts} posts coincide too often for chance. It does not say who they are.`,
          },
  }
}

function manyCampaigns(campaigns: readonly StoredCampaign[]): Told {
  const ids = campaigns.map(({ campaign }) => campaign.id)
  return {
    kind: 'campaign',
    path: '/campaigns',
    eventKey: `campaigns:${ids.length}:${ids[0]}`,
    words: (locale) =>
      locale === 'fr'
        ? { title: `${ids.length} campagnes confirmées`, body: 'Des comptes agissent de concert.' }
        : { title: `${ids.length} campaigns confirmed`, body: 'Groups of accounts act in concert.' },
  }
}
