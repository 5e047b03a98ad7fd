import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { StatusJson } from '../../../../src/contract/status.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { formatSpan, formatUsd } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { useStore } from '../../shared/store.ts'
import { classes } from '../../shared/ui/styles.ts'
import css from './ask.module.css'
import {
  type AskOptions,
  askOptions,
  changeOptions,
  isNarrowed,
  PERIODS,
  type Period,
  SOURCE_KINDS,
  toggleKind,
} from './ask-options.ts'

/** Under the question: how deep, from which sources, and what that may take. */
export function ComposerTools({ lead }: { lead: ReactNode }) {
  const { t } = useWords()
  const options = useStore(askOptions)
  const { status } = useStore(liveStatus)
  const [isOpen, setIsOpen] = useState(false)
  const panelId = useId()
  return (
    <div className={css.tools}>
      <div className={css.toolRow}>
        {lead}
        <button
          type="button"
          className={css.chip}
          aria-pressed={options.isDeep}
          title={t('ask.deepHelp')}
          onClick={() => changeOptions({ isDeep: !options.isDeep })}
        >
          {t('ask.deep')}
        </button>
        <button
          type="button"
          className={classes(css.chip, css.chipMenu)}
          aria-expanded={isOpen}
          aria-controls={isOpen ? panelId : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t(isNarrowed(options) ? 'ask.sourcesChosen' : 'ask.sourcesAll')}
          <ChevronDown size={14} className={classes(css.chevron, isOpen && css.chevronUp)} aria-hidden />
        </button>
        <Budget budget={status?.budget ?? null} isDeep={options.isDeep} />
      </div>
      {isOpen ? <SourceChips id={panelId} options={options} networks={networksOf(status)} /> : null}
    </div>
  )
}

/** Shown where a model is configured: without one an answer costs nothing and takes no time worth naming. */
function Budget({ budget, isDeep }: { budget: StatusJson['budget']; isDeep: boolean }) {
  const { locale, t } = useWords()
  if (budget === null) return null
  const { ms_max, cost_usd_max, calls_max } = budget[isDeep ? 'deep' : 'quick']
  const time = formatSpan(locale, ms_max)
  return (
    <span className={css.budget} title={t('ask.budgetHelp', { count: calls_max })}>
      {budget.price_known
        ? t('ask.budget', { time, cost: formatUsd(locale, cost_usd_max) })
        : t('ask.budgetTime', { time })}
    </span>
  )
}

type ChipsProps = { id: string; options: AskOptions; networks: readonly string[] }

function SourceChips({ id, options, networks }: ChipsProps) {
  const words = useWords()
  const { t } = words
  return (
    <fieldset id={id} className={css.sourceChips}>
      <legend className="sr-only">{t('ask.sourcesLabel')}</legend>
      {SOURCE_KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          className={css.chip}
          aria-pressed={options.kinds.includes(kind)}
          onClick={() => changeOptions({ kinds: toggleKind(options.kinds, kind) })}
        >
          {t(`ask.kind.${kind}`)}
        </button>
      ))}
      {networks.length > 0 ? (
        <select
          className={css.chipSelect}
          aria-label={t('ask.network')}
          value={options.network ?? ''}
          onChange={(event) => changeOptions({ network: event.target.value || null })}
        >
          <option value="">{t('ask.anyNetwork')}</option>
          {networks.map((network) => (
            <option key={network} value={network}>
              {sourceName(words, network)}
            </option>
          ))}
        </select>
      ) : null}
      <select
        className={css.chipSelect}
        aria-label={t('ask.period')}
        value={options.period}
        onChange={(event) => changeOptions({ period: event.target.value as Period })}
      >
        {PERIODS.map((period) => (
          <option key={period} value={period}>
            {t(`ask.period.${period}`)}
          </option>
        ))}
      </select>
    </fieldset>
  )
}

/** Networks that are connected; files and the simulated network are always a choice, because posts of them may be stored. */
function networksOf(status: StatusJson | null): readonly string[] {
  const live = (status?.sources ?? []).map(({ kind }) => kind).filter((kind) => kind !== 'feeds')
  return [...new Set([...live, 'file', 'simulated'])]
}
