import { Link } from '@tanstack/react-router'
import type { SourceJson } from '../../../../src/contract/sources.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { formatSpan } from '../../shared/i18n/format.ts'
import { countedReasons } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { StateMark } from '../../shared/ui/StateMark.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import css from './sources.module.css'
import { TROUBLE } from './trouble.ts'

type SourceTableProps = {
  sources: readonly SourceJson[]
  /** Only the owner may look into a source, pause and resume it. */
  isOwner: boolean
  isBusy: boolean
  onToggle: (source: SourceJson) => void
}

export function SourceTable({ sources, isOwner, isBusy, onToggle }: SourceTableProps) {
  const { t } = useWords()
  return (
    // biome-ignore lint/a11y/noRedundantRoles: phones lay the rows out as cards, which drops the table's role in some browsers.
    <table className={css.table} role="table">
      <thead>
        <tr>
          <th scope="col">{t('sources.name')}</th>
          <th scope="col">{t('sources.state')}</th>
          <th scope="col" className={css.number}>
            {t('sources.rate')}
          </th>
          <th scope="col" className={css.number}>
            {t('sources.lag')}
          </th>
          <th scope="col" className={css.number}>
            {t('sources.stored')}
          </th>
          <th scope="col" className={css.number}>
            {t('sources.leftOut')}
          </th>
          <th scope="col">{t('sources.last')}</th>
          <th scope="col">
            <span className="sr-only">{t('sources.actions')}</span>
          </th>
        </tr>
      </thead>
      {sources.map((source) => (
        <tbody key={source.id}>
          <SourceRow source={source} isOwner={isOwner} isBusy={isBusy} onToggle={() => onToggle(source)} />
          <SourceTrouble source={source} />
        </tbody>
      ))}
    </table>
  )
}

type SourceRowProps = { source: SourceJson; isOwner: boolean; isBusy: boolean; onToggle: () => void }

function SourceRow({ source, isOwner, isBusy, onToggle }: SourceRowProps) {
  const words = useWords()
  const { locale, t } = words
  const number = (value: number) => numberFormat(locale).format(value)
  const leftOut = [...Object.values(source.dropped), ...Object.values(source.parked)].reduce(
    (sum, count) => sum + count,
    0,
  )
  const rate = source.posts_per_second
  return (
    <tr>
      <th scope="row" className={css.name}>
        {isOwner ? (
          <Link
            to="/sources/$sourceId"
            params={{ sourceId: source.id }}
            search={NO_EVIDENCE}
            className={ui.textLink}
          >
            <bdi>{cleanLine(source.title)}</bdi>
          </Link>
        ) : (
          <bdi>{cleanLine(source.title)}</bdi>
        )}
      </th>
      <td className={css.stateCell}>
        <span className={css.state}>
          <StateMark state={source.state} />
          {t(`state.${source.state}`)}
        </span>
      </td>
      <td className={css.number} data-label={t('sources.rate')}>
        {rate === null || source.state !== 'connected' ? '–' : t('status.rateShort', { n: number(rate) })}
      </td>
      <td className={css.number} data-label={t('sources.lag')} title={delayOf(words, source)}>
        {source.lag_ms === null ? '–' : formatSpan(locale, source.lag_ms)}
      </td>
      <td className={css.number} data-label={t('sources.stored')}>
        {number(source.stored)}
      </td>
      <td className={css.number} data-label={t('sources.leftOut')} title={reasonsOf(words, source)}>
        {number(leftOut)}
      </td>
      <td data-label={t('sources.last')}>
        {source.last_event_at ? <Time iso={source.last_event_at} /> : t('sources.never')}
      </td>
      <td className={css.actions}>
        {isOwner ? (
          <Button disabled={isBusy} onClick={onToggle}>
            {t(source.enabled && source.state !== 'failed' ? 'sources.pause' : 'sources.resume')}
            <span className="sr-only"> {cleanLine(source.title)}</span>
          </Button>
        ) : null}
      </td>
    </tr>
  )
}

function delayOf({ locale, t }: Words, { delay_ms: delayMs }: SourceJson): string | undefined {
  return delayMs === null ? undefined : t('sources.lagTitle', { delay: formatSpan(locale, delayMs) })
}

/** Why posts were dropped or set aside, with their counts: "12 already stored, 3 not JSON". */
function reasonsOf(words: Words, { dropped, parked }: SourceJson): string {
  const reasons = [...countedReasons(words, dropped), ...countedReasons(words, parked)]
  return reasons
    .map(({ reason, count }) => `${numberFormat(words.locale).format(count)} ${reason}`)
    .join(', ')
}

/** A source in trouble explains itself in a line of its own: what it means first, what it reported after. */
function SourceTrouble({ source }: { source: SourceJson }) {
  const { t } = useWords()
  const help = TROUBLE[source.state]
  if (help === undefined) return null
  return (
    <tr className={css.trouble}>
      <td colSpan={8}>
        <p>{t(help)}</p>
        {source.last_error ? (
          <p className={css.detail}>
            {t('sources.detail', { error: cleanLine(source.last_error).slice(0, 300) })}
          </p>
        ) : null}
      </td>
    </tr>
  )
}
