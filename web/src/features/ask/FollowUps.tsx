import { useId } from 'react'
import { useWords } from '../../shared/i18n/use-words.ts'
import css from './ask.module.css'
import { QuestionButtons } from './QuestionButtons.tsx'

type FollowUpsProps = { questions: readonly string[]; isBusy: boolean; onAsk: (question: string) => void }

/** Questions that what was read can answer next. */
export function FollowUps({ questions, isBusy, onAsk }: FollowUpsProps) {
  const { t } = useWords()
  const titleId = useId()
  if (questions.length === 0) return null
  return (
    <section className={css.followUps} aria-labelledby={titleId}>
      <h3 id={titleId} className={css.smallTitle}>
        {t('answer.followUps')}
      </h3>
      <QuestionButtons questions={questions} isBusy={isBusy} onAsk={onAsk} />
    </section>
  )
}
