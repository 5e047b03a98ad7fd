import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ChatWithMessagesJson } from '../../../../src/contract/chat.ts'
import { ApiError } from '../../shared/api/client.ts'
import { chatQuery } from '../../shared/api/queries.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { moveFocus, useKeys } from '../../shared/keys.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { usePageTitle } from '../../shared/use-page-title.ts'
import css from './ask.module.css'
import { stopRunOnServer, useAsk } from './ask-api.ts'
import { AnswerTips } from './Citations.tsx'
import { Composer } from './Composer.tsx'
import { ExchangeView } from './ExchangeView.tsx'
import { exchangesOf } from './exchanges.ts'
import { knownRun } from './runs.ts'

/** One chat: questions as headlines, answers below them, the next question at the foot. */
export function ChatPage() {
  const { t } = useWords()
  const { chatId } = useParams({ from: '/chats/$chatId' })
  const chat = useQuery(chatQuery(chatId))
  if (chat.data) return <Chat chat={chat.data} />
  return (
    <div className={css.start}>
      {chat.isError && isGone(chat.error) ? (
        <Note title={t('app.notFound')}>
          <p>{t('app.notFoundHelp')}</p>
        </Note>
      ) : chat.isError ? (
        <Failure title={t('answer.failed')} error={chat.error} onRetry={() => chat.refetch()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </div>
  )
}

function Chat({ chat }: { chat: ChatWithMessagesJson }) {
  const { t } = useWords()
  usePageTitle(cleanLine(chat.title))
  const ask = useAsk(chat.id)
  const exchanges = exchangesOf(chat)
  const running = exchanges.at(-1)?.reply?.run
  const scroller = useRef<HTMLElement>(null)
  useShowNewest(scroller, exchanges.length)
  useCitationKeys()
  const stop = () => {
    if (!running) return
    knownRun(running.id)?.stop()
    void stopRunOnServer(running.id)
  }
  return (
    <AnswerTips>
      <div className={css.chat}>
        <section ref={scroller} className={css.exchanges} aria-label={t('answer.label')} tabIndex={-1}>
          <div className={css.chatHead}>
            <Link to="/" search={NO_EVIDENCE} activeOptions={{ exact: true }} className={css.newQuestion}>
              <Plus size={16} aria-hidden />
              {t('ask.newQuestion')}
            </Link>
          </div>
          {exchanges.map((exchange, index) => (
            <ExchangeView
              key={exchange.reply?.id ?? exchange.id}
              chatId={chat.id}
              exchange={exchange}
              isFirst={index === 0}
              isLast={index === exchanges.length - 1}
              isBusy={ask.isPending || running?.state === 'running'}
              onAsk={(question) => ask.mutate({ question, files: [] })}
            />
          ))}
          {ask.isError ? (
            <div className={css.exchange}>
              <Failure
                title={t('answer.failed')}
                error={ask.error}
                onRetry={() => ask.mutate(ask.variables)}
              />
            </div>
          ) : null}
        </section>
        <div className={css.foot}>
          <Composer
            placeholder={t('ask.followUp')}
            onAsk={(asked) => ask.mutate(asked)}
            onStop={running?.state === 'running' ? stop : undefined}
            isBusy={ask.isPending}
          />
        </div>
      </div>
    </AnswerTips>
  )
}

/** A new question is brought to the top once; from then on the page only grows below and nothing moves. */
function useShowNewest(scroller: React.RefObject<HTMLElement | null>, count: number): void {
  const shown = useRef(count)
  useEffect(() => {
    if (count > shown.current)
      scroller.current?.querySelector('article:last-of-type')?.scrollIntoView({ block: 'start' })
    shown.current = count
  }, [scroller, count])
}

const CITATIONS = '[data-citation]'

function useCitationKeys(): void {
  useKeys({
    j: () => moveFocus(CITATIONS, 1),
    k: () => moveFocus(CITATIONS, -1),
    o: () => {
      const focused = document.activeElement
      const target = focused?.matches(CITATIONS) ? focused : document.querySelector(CITATIONS)
      if (target instanceof HTMLElement) target.click()
    },
    e: () => [...document.querySelectorAll<HTMLElement>('[data-work]')].at(-1)?.click(),
  })
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404
}
