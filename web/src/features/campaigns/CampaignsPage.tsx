import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CampaignSummaryJson } from '../../../../src/contract/campaign.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { wordsFor } from './campaign-words.ts'
import css from './campaigns.module.css'
import { campaignsQuery } from './campaigns-api.ts'
import { GrowthLine } from './GrowthLine.tsx'

const NARRATIVE_CHARS = 220

/** Campaigns by confirmed significance. */
export function CampaignsPage() {
  const { t } = useWords()
  const [showsProvisional, setShowsProvisional] = useState(false)
  const found = useQuery(campaignsQuery(showsProvisional))
  usePageTitle(t('campaigns.title'))
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 className={ui.pageTitle}>{t('campaigns.title')}</h1>
        <p className={css.lead}>{t('campaigns.lead')}</p>
        <p className={css.facts}>
          <label className={css.check}>
            <input
              type="checkbox"
              checked={showsProvisional}
              onChange={(event) => setShowsProvisional(event.target.checked)}
            />
            {t('campaigns.showProvisional')}
          </label>
          {found.data?.looked_at ? (
            <span>
              {t('campaigns.lookedAt')} <Time iso={found.data.looked_at} />
            </span>
          ) : null}
        </p>
      </header>
      {found.isPending ? <Skeleton /> : null}
      {found.isError ? (
        <Failure title={t('campaigns.failed')} error={found.error} onRetry={() => found.refetch()} />
      ) : null}
      {found.data?.campaigns.length === 0 ? (
        <Note title={t('campaigns.none')}>
          <p>{t(found.data.looked_at === null ? 'campaigns.notLooked' : 'campaigns.noneText')}</p>
        </Note>
      ) : null}
      <ol className={css.list}>
        {found.data?.campaigns.map((campaign) => (
          <CampaignRow key={campaign.id} campaign={campaign} />
        ))}
      </ol>
    </div>
  )
}

function CampaignRow({ campaign }: { campaign: CampaignSummaryJson }) {
  const words = useWords()
  const { t } = words
  const narrative = cleanLine(campaign.narrative?.text ?? '').slice(0, NARRATIVE_CHARS)
  return (
    <li className={css.item}>
      <Link
        to="/campaigns/$campaignId"
        params={{ campaignId: campaign.id }}
        search={NO_EVIDENCE}
        data-row
        className={css.row}
      >
        <span className={css.state}>
          <span className={campaign.confirmed ? css.hatch : css.hatchLight} aria-hidden />
          {t(campaign.confirmed ? 'campaigns.confirmed' : 'campaigns.provisional')}
        </span>
        <span className={css.told}>
          <bdi className={css.narrative} dir="auto">
            {narrative === '' ? t('campaigns.noWords') : `“${narrative}”`}
          </bdi>
          <span className={css.small}>
            {t('campaigns.accounts', { count: campaign.accounts })} ·{' '}
            {t('campaigns.posts', { count: campaign.posts })} ·{' '}
            {campaign.channels
              .map((channel) => wordsFor(words, 'campaigns.channel', channel) ?? channel)
              .join(', ')}{' '}
            · <Time iso={campaign.last_at} />
          </span>
        </span>
        <GrowthLine growth={campaign.growth} />
      </Link>
    </li>
  )
}
