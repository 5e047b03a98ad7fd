import { useParams } from '@tanstack/react-router'
import { CampaignPage } from '../features/campaigns/CampaignPage.tsx'

export function CampaignScreen() {
  const { campaignId } = useParams({ from: '/campaigns/$campaignId' })
  return <CampaignPage id={campaignId} />
}
