import { Link } from '@tanstack/react-router'
import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { localeTag, numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import ui from '../../shared/ui/ui.module.css'
import css from './integrity.module.css'

type Integrity = NonNullable<AnswerJson['integrity']>

/** Who says what, with every account counted and with each coordinated group counted once; nothing where none was found. */
export function IntegrityView({ integrity }: { integrity: Integrity }) {
  const words = useWords()
  const { t } = words
  const confirmed = integrity.campaigns.filter((campaign) => campaign.confirmed)
  if (integrity.campaigns.length === 0) return null
  return (
    <details className={css.box} open>
      <summary className={css.summary}>
        {confirmed.length > 0
          ? t('campaigns.inAnswer', { count: confirmed.length })
          : t('campaigns.rawAndCleaned')}
      </summary>
      <p className={css.marks}>
        {integrity.campaigns.map(({ in_answer: _, ...mark }) => (
          <CampaignMark key={mark.id} mark={mark} />
        ))}
        <Link to="/campaigns" search={NO_EVIDENCE} className={ui.textLink}>
          {t('campaigns.back')}
        </Link>
      </p>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('campaigns.position')}</th>
            <th scope="col">{t('campaigns.raw')}</th>
            <th scope="col">{t('campaigns.cleaned')}</th>
          </tr>
        </thead>
        <tbody>
          {integrity.raw.map((raw, at) => (
            <tr key={raw.position}>
              <th scope="row" dir="auto">
                {cleanLine(raw.position)}
              </th>
              <td>
                <Share share={raw} words={words} />
              </td>
              <td>
                <Share share={integrity.cleaned[at] ?? raw} words={words} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.note}>{t('campaigns.sharesNote')}</p>
    </details>
  )
}

function Share({ share, words: { locale } }: { share: Integrity['raw'][number]; words: Words }) {
  const percent = new Intl.NumberFormat(localeTag(locale), { style: 'percent', maximumFractionDigits: 0 })
  return (
    <span className={css.share}>
      <span className={css.bar} aria-hidden>
        <span
          className={css.range}
          style={{ left: `${share.low01 * 100}%`, right: `${(1 - share.high01) * 100}%` }}
        />
        <span className={css.point} style={{ left: `${share.share01 * 100}%` }} />
      </span>
      <span>
        {percent.format(share.share01)}{' '}
        <span className={css.interval}>
          {percent.formatRange(share.low01, share.high01)} · n = {numberFormat(locale).format(share.accounts)}
        </span>
      </span>
    </span>
  )
}
