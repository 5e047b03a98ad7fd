import { Link } from '@tanstack/react-router'
import { RotateCcw, Search } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanText } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { errorText, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { VerdictCard } from '../../shared/verdict/VerdictCard.tsx'
import { Announcer } from './Announcer.tsx'
import { AnswerText } from './AnswerText.tsx'
import { AskedFiles } from './Attachments.tsx'
import css from './ask.module.css'
import { Byline } from './Byline.tsx'
import { useShownCitations } from './Citations.tsx'
import type { AssistantMessage, Exchange } from './exchanges.ts'
import { FollowUps } from './FollowUps.tsx'
import { IntegrityView } from './IntegrityView.tsx'
import type { RunState } from './run-state.ts'
import { SourceList } from './SourceList.tsx'
import { useRunState } from './use-run-state.ts'

/** Most answers are read without their work. */
const TraceView = lazy(async () => ({ default: (await import('./TraceView.tsx')).TraceView }))

type ExchangeProps = {
  chatId: string
  exchange: Exchange
  isFirst: boolean
  isLast: boolean
  isBusy: boolean
  onAsk: (question: string) => void
}

/** A question and what came of it. */
export function ExchangeView({ chatId, exchange, isFirst, isLast, isBusy, onAsk }: ExchangeProps) {
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
      <AskedFiles files={exchange.files} />
      {exchange.reply ? (
        <Reply
          chatId={chatId}
          reply={exchange.reply}
          isBusy={isBusy}
          onAsk={onAsk}
          onAskAgain={() => onAsk(exchange.question)}
          question={exchange.question}
        />
      ) : null}
    </article>
  )
}

type ReplyProps = {
  chatId: string
  reply: AssistantMessage
  isBusy: boolean
  onAsk: (question: string) => void
  onAskAgain: () => void
  question: string
}

function Reply({ chatId, reply, isBusy, onAsk, onAskAgain, question }: ReplyProps) {
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
      {showsWork && state.answer ? (
        <div id={workId}>
          <Suspense fallback={<Skeleton lines={6} />}>
            <TraceView runId={reply.run.id} answer={state.answer} />
          </Suspense>
        </div>
      ) : null}
      {state.answer?.abstained ? <p className={css.abstained}>{t('answer.abstained')}</p> : null}
      {state.answer?.verdict ? <VerdictCard check={state.answer.verdict} look="brief" /> : null}
      <AnswerText state={state} />
      <Ending state={state} onAskAgain={onAskAgain} />
      <SourceList
        citations={state.phase === 'running' ? [] : state.citations}
        isNearest={state.answer?.abstained === true}
      />
      {state.answer ? (
        <Link to="/search" search={{ ...NO_EVIDENCE, query: question }} className={css.searchPosts}>
          <Search size={14} aria-hidden />
          {t('search.seePosts')}
        </Link>
      ) : null}
      {state.answer?.integrity ? <IntegrityView integrity={state.answer.integrity} /> : null}
      <FollowUps questions={state.answer?.follow_ups ?? []} isBusy={isBusy} onAsk={onAsk} />
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
