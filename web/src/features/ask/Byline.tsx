import { ChevronRight } from 'lucide-react'
import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { formatDuration, formatUsd } from '../../shared/i18n/format.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { classes } from '../../shared/ui/styles.ts'
import { independentAccounts } from './answer-blocks.ts'
import css from './ask.module.css'
import type { RunState, RunStep } from './run-state.ts'
import { voiceCount } from './voice-words.ts'

type BylineProps = { state: RunState; workId: string; showsWork: boolean; onToggleWork: () => void }

/**
 * One line between question and answer, as tall while it runs as when it is done: first what is happening, then
 * how many stand behind the answer, what was read, how long it took and what wrote it.
 */
export function Byline({ state, workId, showsWork, onToggleWork }: BylineProps) {
  const words = useWords()
  const { answer } = state
  return (
    <div className={css.byline}>
      {state.phase === 'running' ? (
        <span className={css.working}>
          <span className={css.pulse} aria-hidden="true" />
          {state.isConnected ? stepText(words, state.step) : words.t('answer.lost')}
        </span>
      ) : answer ? (
        <Summary answer={answer} />
      ) : state.phase === 'stopped' ? (
        words.t('answer.stopped')
      ) : (
        words.t('answer.interrupted')
      )}
      {answer ? (
        <button
          type="button"
          data-work
          className={css.workButton}
          aria-expanded={showsWork}
          aria-controls={showsWork ? workId : undefined}
          onClick={onToggleWork}
        >
          <ChevronRight
            size={14}
            className={classes(css.chevron, showsWork && css.chevronOpen)}
            aria-hidden
          />
          {words.t(showsWork ? 'answer.hideWork' : 'answer.showWork')}
        </button>
      ) : null}
    </div>
  )
}

function Summary({ answer }: { answer: AnswerJson }) {
  const words = useWords()
  const { locale, t } = words
  const accounts = answer.abstained ? 0 : independentAccounts(answer)
  const engine = answer.model.embedded ? t('status.engineEmbedded') : cleanLine(answer.model.model)
  const cost = costPart(words, answer.trace)
  const parts = [
    // Where a model was paid for, its name and cost matter more than how much was read; that is in the work.
    cost === null && answer.trace.posts_read > 0
      ? t('answer.postsRead', { count: answer.trace.posts_read })
      : null,
    formatDuration(locale, answer.trace.total_ms),
    engine,
    cost,
  ].filter((part) => part !== null)
  return (
    <span className={css.summary}>
      {accounts > 0 ? (
        <strong className={css.accounts}>{capitalise(voiceCount(words, answer.citations, accounts))}</strong>
      ) : null}
      {parts.map((part) => (
        <span key={part} className={css.summaryPart}>
          {part}
        </span>
      ))}
    </span>
  )
}

/** What a model took; nothing is said where none was asked. */
function costPart({ locale, t }: Words, { cost_usd, model_calls = [] }: AnswerJson['trace']): string | null {
  if (model_calls.length === 0) return null
  return cost_usd === null ? t('answer.costUnknown') : formatUsd(locale, cost_usd)
}

function stepText({ t }: Words, step: RunStep | null): string {
  if (!step) return t('answer.waiting')
  const { count } = step
  if (step.step === 'search') return count === null ? t('answer.search') : t('answer.searchCount', { count })
  if (step.step === 'read') return count === null ? t('answer.read') : t('answer.readCount', { count })
  return t(`answer.${step.step}`)
}

function capitalise(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
