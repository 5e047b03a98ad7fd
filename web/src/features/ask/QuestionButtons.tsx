import { CornerDownRight } from 'lucide-react'
import { cleanLine } from '../../shared/text/clean-text.ts'
import css from './ask.module.css'

type QuestionButtonsProps = {
  questions: readonly string[]
  isBusy: boolean
  onAsk: (question: string) => void
}

/** Questions that can be asked with one press. */
export function QuestionButtons({ questions, isBusy, onAsk }: QuestionButtonsProps) {
  return (
    <ul>
      {questions.map((question) => (
        <li key={question}>
          <button type="button" className={css.suggestion} disabled={isBusy} onClick={() => onAsk(question)}>
            <CornerDownRight size={16} aria-hidden />
            <bdi>{cleanLine(question)}</bdi>
          </button>
        </li>
      ))}
    </ul>
  )
}
