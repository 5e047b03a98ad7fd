import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanText } from '../../shared/text/clean-text.ts'
import { blockText } from './answer-blocks.ts'
import type { RunState } from './run-state.ts'

/** Says to screen readers what arrives: each sentence once, politely, and that the answer is finished. */
export function Announcer({ state }: { state: RunState }) {
  const { t } = useWords()
  const newest = state.blocks.at(-1)
  const text = newest ? blockText(newest) : ''
  const ending = state.phase === 'done' ? t('answer.finished') : ''
  return (
    <p className="sr-only" aria-live="polite">
      {state.phase === 'running' ? cleanText(text) : ending}
    </p>
  )
}
