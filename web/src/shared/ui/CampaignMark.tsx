import { Link } from '@tanstack/react-router'
import type { CampaignMarkJson } from '../../../../src/contract/campaign-mark.ts'
import { NO_EVIDENCE } from '../evidence-search.ts'
import { numberFormat } from '../i18n/translate.ts'
import { useWords } from '../i18n/use-words.ts'
import css from './campaign-mark.module.css'

/** Says beside a post that it coincides with others of a campaign: hatched, and in words. */
export function CampaignMark({ mark, isLink = true }: { mark: CampaignMarkJson; isLink?: boolean }) {
  const { locale, t } = useWords()
  const n = numberFormat(locale).format(mark.accounts)
  const words = mark.confirmed ? t('campaigns.mark', { n }) : t('campaigns.markProvisional', { n })
  const content = (
    <>
      <span className={css.hatch} aria-hidden />
      {words}
    </>
  )
  if (!isLink) return <span className={css.mark}>{content}</span>
  return (
    <Link
      to="/campaigns/$campaignId"
      params={{ campaignId: mark.id }}
      search={NO_EVIDENCE}
      className={css.mark}
    >
      {content}
    </Link>
  )
}
