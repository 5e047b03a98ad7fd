import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { CampaignJson } from '../../../../src/contract/campaign.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { PostText } from '../../shared/ui/PostText.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { percent, raritySentence, wordsFor } from './campaign-words.ts'
import css from './campaigns.module.css'
import { campaignQuery } from './campaigns-api.ts'
import { NetworkDrawing } from './NetworkDrawing.tsx'
import { PostTimeline } from './PostTimeline.tsx'

const FORMATS = ['json', 'csv', 'graphml', 'stix'] as const
const OBJECTS_SHOWN = 6
const MEMBERS_SHOWN = 12
const KEY_CHARS = 120

/** One campaign: what was seen, what speaks against it, and everything behind it. */
export function CampaignPage({ id }: { id: string }) {
  const { t } = useWords()
  const found = useQuery(campaignQuery(id))
  usePageTitle(t('campaigns.title'))
  return (
    <div className={css.page}>
      <Link to="/campaigns" search={NO_EVIDENCE} className={ui.textLink}>
        {t('campaigns.back')}
      </Link>
      {found.isPending ? <Skeleton /> : null}
      {found.isError ? (
        <Failure title={t('campaigns.failed')} error={found.error} onRetry={() => found.refetch()} />
      ) : null}
      {found.data ? <CampaignBody campaign={found.data} /> : null}
    </div>
  )
}

function CampaignBody({ campaign }: { campaign: CampaignJson }) {
  return (
    <>
      <Heading campaign={campaign} />
      <div className={css.sides}>
        <Evidence campaign={campaign} />
        <CounterEvidence campaign={campaign} />
      </div>
      <Scores campaign={campaign} />
      <NetworkDrawing campaign={campaign} />
      <PostTimeline campaign={campaign} />
      <Members campaign={campaign} />
      <Method campaign={campaign} />
    </>
  )
}

function Heading({ campaign }: { campaign: CampaignJson }) {
  const { locale, t } = useWords()
  const number = (value: number) => numberFormat(locale).format(value)
  const { likes, reposts, replies } = campaign.reach
  const reach = [
    likes === null ? null : t('campaigns.likes', { n: number(likes) }),
    reposts === null ? null : t('campaigns.reposts', { n: number(reposts) }),
    replies === null ? null : t('campaigns.replies', { n: number(replies) }),
  ].filter((part) => part !== null)
  return (
    <header className={css.head}>
      <p className={css.state}>
        <span className={campaign.confirmed ? css.hatch : css.hatchLight} aria-hidden />
        {t(campaign.confirmed ? 'campaigns.confirmed' : 'campaigns.provisional')}
      </p>
      <h1 className={ui.pageTitle}>{t('campaigns.heading', { count: campaign.accounts })}</h1>
      {campaign.narrative ? (
        <figure className={css.quote}>
          <blockquote>
            <PostText text={campaign.narrative.text} span={null} />
          </blockquote>
          <figcaption className={css.small}>{t('campaigns.quoted')}</figcaption>
        </figure>
      ) : null}
      <p className={css.small}>
        {t('campaigns.posts', { count: campaign.posts })} · <Time iso={campaign.first_at} look="exact" /> –{' '}
        <Time iso={campaign.last_at} look="exact" /> · {campaign.languages.map(({ lang }) => lang).join(', ')}{' '}
        ·{' '}
        {t('campaigns.reach', {
          counts: reach.length === 0 ? t('campaigns.reachUnknown') : reach.join(', '),
        })}
      </p>
      <p className={css.small}>
        {t('campaigns.seen')} <Time iso={campaign.first_seen_at} look="exact" /> ·{' '}
        {campaign.confirmed_at === null ? (
          t('campaigns.notConfirmed')
        ) : (
          <>
            {t('campaigns.confirmedAt')} <Time iso={campaign.confirmed_at} look="exact" />
          </>
        )}
      </p>
    </header>
  )
}

function Evidence({ campaign }: { campaign: CampaignJson }) {
  const words = useWords()
  const { locale, t } = words
  return (
    <section className={css.side}>
      <h2>{t('campaigns.evidence')}</h2>
      <ul className={css.points}>
        {campaign.objects.slice(0, OBJECTS_SHOWN).map((object) => (
          <li key={`${object.channel} ${object.post_ids[0]}`}>
            {raritySentence(words, object)}{' '}
            <bdi className={css.key} dir="auto">
              {object.key === null ? t('campaigns.gone') : cleanLine(object.key).slice(0, KEY_CHARS)}
            </bdi>
          </li>
        ))}
      </ul>
      <p className={css.small}>
        {t('campaigns.moreObjects', { n: numberFormat(locale).format(campaign.object_count) })}
      </p>
    </section>
  )
}

function CounterEvidence({ campaign }: { campaign: CampaignJson }) {
  const words = useWords()
  const { locale, t } = words
  const number = (value: number) => numberFormat(locale).format(value)
  return (
    <section className={css.side}>
      <h2>{t('campaigns.counter')}</h2>
      {campaign.counter_evidence.length === 0 ? <p>{t('campaigns.noCounter')}</p> : null}
      <ul className={css.points}>
        {campaign.counter_evidence.map(({ kind, value, of }) => (
          <li key={kind}>
            {wordsFor(words, 'campaigns.against', kind, { value: number(value), of: number(of) }) ?? kind}
          </li>
        ))}
      </ul>
      <h3>{t('campaigns.wouldChange')}</h3>
      <ul className={css.points}>
        {campaign.would_change.map((kind) => (
          <li key={kind}>{wordsFor(words, 'campaigns.change', kind) ?? kind}</li>
        ))}
      </ul>
    </section>
  )
}

function Scores({ campaign }: { campaign: CampaignJson }) {
  const words = useWords()
  const { locale, t } = words
  return (
    <section className={css.section}>
      <h2>{t('campaigns.scores')}</h2>
      <dl className={css.scores}>
        <div>
          <dt>{t('campaigns.coordination')}</dt>
          <dd>
            <Meter value01={campaign.coordination01} shown={percent(locale, campaign.coordination01)} />
            <span className={css.small}>
              {t('campaigns.coordinationNote', {
                p: campaign.p_value.toExponential(1),
                q: campaign.q_value.toExponential(1),
              })}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t('campaigns.inauthenticity')}</dt>
          <dd>
            {campaign.inauthenticity01 === null ? (
              t('campaigns.notMeasured')
            ) : (
              <Meter value01={campaign.inauthenticity01} shown={percent(locale, campaign.inauthenticity01)} />
            )}
            <span className={css.small}>
              {campaign.signs
                .map(
                  ({ kind, measured, of }) =>
                    wordsFor(words, 'campaigns.sign', kind, { measured, of }) ?? kind,
                )
                .join(' · ')}
            </span>
          </dd>
        </div>
      </dl>
    </section>
  )
}

function Meter({ value01, shown }: { value01: number; shown: string }) {
  return (
    <span className={css.meter}>
      <span className={css.meterTrack} aria-hidden>
        <span className={css.meterFill} style={{ width: `${value01 * 100}%` }} />
      </span>
      {shown}
    </span>
  )
}

function Members({ campaign }: { campaign: CampaignJson }) {
  const { locale, t } = useWords()
  const [showsAll, setShowsAll] = useState(false)
  const members = showsAll ? campaign.members : campaign.members.slice(0, MEMBERS_SHOWN)
  return (
    <section className={css.section}>
      <h2>{t('campaigns.members')}</h2>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('campaigns.account')}</th>
              <th scope="col">{t('campaigns.strength')}</th>
              <th scope="col" className={css.number}>
                {t('campaigns.postsColumn')}
              </th>
            </tr>
          </thead>
          <tbody>
            {members.map(({ id, name, score01, posts }) => (
              <tr key={id}>
                <th scope="row">
                  <bdi>{cleanLine(name ?? '') || cleanLine(id)}</bdi>
                </th>
                <td>
                  <Meter value01={score01} shown={percent(locale, score01)} />
                </td>
                <td className={css.number}>{numberFormat(locale).format(posts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {members.length < campaign.members.length ? (
        <Button onClick={() => setShowsAll(true)}>
          {t('campaigns.showAll', { n: numberFormat(locale).format(campaign.members.length) })}
        </Button>
      ) : null}
    </section>
  )
}

function Method({ campaign }: { campaign: CampaignJson }) {
  const { t } = useWords()
  const address = `/api/campaigns/${encodeURIComponent(campaign.id)}/export`
  return (
    <section className={css.section}>
      <h2>{t('campaigns.method')}</h2>
      <p>{t('campaigns.method1')}</p>
      <p>{t('campaigns.method2')}</p>
      <p>{t('campaigns.method3')}</p>
      {campaign.techniques.length > 0 ? (
        <p className={css.small}>
          {t('campaigns.techniques', {
            names: campaign.techniques.map(({ id, name }) => `${id} ${name}`).join(' · '),
          })}
        </p>
      ) : null}
      <h3>{t('campaigns.export')}</h3>
      <p className={css.tools}>
        {FORMATS.map((format) => (
          <a key={format} href={`${address}?format=${format}`} download className={css.download}>
            <Download size={14} aria-hidden /> {format === 'stix' ? 'STIX 2.1' : format.toUpperCase()}
          </a>
        ))}
      </p>
    </section>
  )
}
