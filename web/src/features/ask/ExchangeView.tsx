import { RotateCcw } from 'lucide-react'
import { useId, useState } from 'react'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanText } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { errorText, Note } from '../../shared/ui/Note.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { Announcer } from './Announcer.tsx'
import { AnswerText } from './AnswerText.tsx'
import css from './ask.module.css'
import { Byline } from './Byline.tsx'
import { useShownCitations } from './Citations.tsx'
import type { AssistantMessage, Exchange } from './exchanges.ts'
import type { RunState } from './run-state.ts'
import { SourceList } from './SourceList.tsx'
import { TraceView } from './TraceView.tsx'
import { useRunState } from './use-run-state.ts'

type ExchangeProps = {
  chatId: string
  exchange: Exchange
  isFirst: boolean
  isLast: boolean
  onAskAgain: () => void
}

/** A question and what came of it. */
export function ExchangeView({ chatId, exchange, isFirst, isLast, onAskAgain }: ExchangeProps) {
  const Title = isFirst ? 'h1' : 'h2'
  return (
    <article className={classes(css.exchange, isLast && css.exchangeLast)}>
      <Title
        className={classes(
          css.question,
          !isFirst && css.questionLater,
          exchange.question.length > 160 && css.questionLong,
        )}
        dir="auto"
      >
        {cleanText(exchange.question)}
      </Title>
      {exchange.reply ? <Reply chatId={chatId} reply={exchange.reply} onAskAgain={onAskAgain} /> : null}
    </article>
  )
}

function Reply({
  chatId,
  reply,
  onAskAgain,
}: {
  chatId: string
  reply: AssistantMessage
  onAskAgain: () => void
}) {
  const { t } = useWords()
  const { state } = useRunState(chatId, reply)
  const [showsWork, setShowsWork] = useState(false)
  const workId = useId()
  useShownCitations(reply.id, state.citations)
  return (
    <div className={css.reply}>
      <Byline
        state={state}
        workId={workId}
        showsWork={showsWork}
        onToggleWork={() => setShowsWork(!showsWork)}
      />
      {showsWork && state.answer ? <TraceView id={workId} answer={state.answer} /> : null}
      {state.answer?.abstained ? <p className={css.abstained}>{t('answer.abstained')}</p> : null}
      <AnswerText state={state} />
      <Ending state={state} onAskAgain={onAskAgain} />
      <SourceList
        citations={state.phase === 'running' ? [] : state.citations}
        isNearest={state.answer?.abstained === true}
      />
      <Announcer state={state} />
    </div>
  )
}

function Ending({ state, onAskAgain }: { state: RunState; onAskAgain: () => void }) {
  const words = useWords()
  if (state.phase !== 'failed' && state.phase !== 'stopped') return null
  const isStopped = state.phase === 'stopped'
  return (
    <Note
      title={words.t(isStopped ? 'answer.stoppedTitle' : 'answer.failed')}
      role={isStopped ? 'status' : 'alert'}
    >
      <p>{isStopped ? words.t('answer.stoppedHelp') : errorText(words, state.error)}</p>
      <Button onClick={onAskAgain}>
        <RotateCcw size={14} aria-hidden />
        {words.t('ask.again')}
      </Button>
    </Note>
  )
}
