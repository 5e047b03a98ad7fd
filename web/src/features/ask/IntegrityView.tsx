import { useState } from 'react'
import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { localeTag, numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import css from './integrity.module.css'

type Integrity = NonNullable<AnswerJson['integrity']>

const CUTS = ['by_network', 'by_language', 'by_day'] as const
type Cut = 'all' | (typeof CUTS)[number]

/** Who says what, with every account counted and with each coordinated group counted once; nothing where none was found. */
export function IntegrityView({ integrity }: { integrity: Integrity }) {
  const { t } = useWords()
  const [cut, setCut] = useState<Cut>('all')
  const polls = integrity.polls ?? []
  if (integrity.campaigns.length === 0 && polls.length === 0) return null
  const confirmed = integrity.campaigns.filter((campaign) => campaign.confirmed)
  const cuts = CUTS.filter((name) => (integrity[name]?.length ?? 0) > 1)
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
      </p>
      {cuts.length > 0 ? (
        <label className={css.cut}>
          {t('campaigns.cut')}{' '}
          <select value={cut} onChange={(event) => setCut(event.target.value as Cut)}>
            {(['all', ...cuts] as const).map((name) => (
              <option key={name} value={name}>
                {t(`campaigns.cut.${name}`)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {cut === 'all' ? <Shares raw={integrity.raw} cleaned={integrity.cleaned} /> : null}
      {cut === 'all'
        ? null
        : integrity[cut]?.map(({ name, raw, cleaned }) => (
            <div key={name}>
              <h3 className={css.group}>{name}</h3>
              <Shares raw={raw} cleaned={cleaned} />
            </div>
          ))}
      {integrity.raw.length > 0 ? <p className={css.note}>{t('campaigns.sharesNote')}</p> : null}
      <Polls polls={polls} />
    </details>
  )
}

type SharesProps = { raw: Integrity['raw']; cleaned: Integrity['cleaned'] }

function Shares({ raw, cleaned }: SharesProps) {
  const words = useWords()
  const { t } = words
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t('campaigns.position')}</th>
          <th scope="col">{t('campaigns.raw')}</th>
          <th scope="col">{t('campaigns.cleaned')}</th>
        </tr>
      </thead>
      <tbody>
        {raw.map((share, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: positions stand in a fixed order, and two may be worded alike.
          <tr key={at}>
            <th scope="row" dir="auto">
              {cleanLine(share.position)}
            </th>
            <td data-label={t('campaigns.raw')}>
              <Share share={share} words={words} />
            </td>
            <td data-label={t('campaigns.cleaned')}>
              <Share share={cleaned[at] ?? share} words={words} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Polls stand apart: who saw them chose to vote. */
function Polls({ polls }: { polls: NonNullable<Integrity['polls']> }) {
  const { locale, t } = useWords()
  const number = (value: number | null) => (value === null ? '–' : numberFormat(locale).format(value))
  if (polls.length === 0) return null
  return (
    <section>
      <h3 className={css.group}>{t('campaigns.polls')}</h3>
      <ul className={css.polls}>
        {polls.map(({ post_id, text, options, n }) => (
          <li key={post_id}>
            <bdi dir="auto">{cleanLine(text)}</bdi>{' '}
            <span className={css.interval}>{t('campaigns.pollSelected', { n: number(n) })}</span>
            <br />
            {options.map((option) => `${cleanLine(option.text)} ${number(option.votes)}`).join(' · ')}
          </li>
        ))}
      </ul>
    </section>
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
          {percent.formatRange(share.low01, share.high01)} · n{'\u00a0'}={'\u00a0'}
          {numberFormat(locale).format(share.accounts)}
        </span>
      </span>
    </span>
  )
}
