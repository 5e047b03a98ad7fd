import type { SourceJson } from '../../../../src/contract/sources.ts'
import { countedReasons } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { StateMark } from '../../shared/ui/StateMark.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import css from './sources.module.css'

type SourceTableProps = {
  sources: readonly SourceJson[]
  isBusy: boolean
  onToggle: (source: SourceJson) => void
  onRemove: (source: SourceJson) => void
}

export function SourceTable({ sources, isBusy, onToggle, onRemove }: SourceTableProps) {
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
          <SourceRow
            source={source}
            isBusy={isBusy}
            onToggle={() => onToggle(source)}
            onRemove={() => onRemove(source)}
          />
          <SourceTrouble source={source} />
        </tbody>
      ))}
    </table>
  )
}

type SourceRowProps = { source: SourceJson; isBusy: boolean; onToggle: () => void; onRemove: () => void }

function SourceRow({ source, isBusy, onToggle, onRemove }: SourceRowProps) {
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
        <bdi>{cleanLine(source.title)}</bdi>
      </th>
      <td>
        <span className={css.state}>
          <StateMark state={source.state} />
          {t(`state.${source.state}`)}
        </span>
      </td>
      <td className={css.number} data-label={t('sources.rate')}>
        {rate === null || source.state !== 'connected' ? '–' : t('status.rateShort', { n: number(rate) })}
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
        <Button disabled={isBusy} onClick={onToggle}>
          {t(source.enabled && source.state !== 'failed' ? 'sources.pause' : 'sources.resume')}
        </Button>
        <Button look="quiet" disabled={isBusy} onClick={onRemove}>
          {t('sources.remove')}
        </Button>
      </td>
    </tr>
  )
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
  if (source.state !== 'unreachable' && source.state !== 'failed') return null
  return (
    <tr className={css.trouble}>
      <td colSpan={7}>
        <p>{t(source.state === 'unreachable' ? 'sources.unreachable' : 'sources.failedHelp')}</p>
        {source.last_error ? (
          <p className={css.detail}>
            {t('sources.detail', { error: cleanLine(source.last_error).slice(0, 300) })}
          </p>
        ) : null}
      </td>
    </tr>
  )
}
