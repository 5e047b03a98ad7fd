import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { activeJob } from '../../shared/active-job.ts'
import { questionsQuery } from '../../shared/api/queries.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useStore } from '../../shared/store.ts'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { usePageTitle } from '../../shared/use-page-title.ts'
import css from './ask.module.css'
import { type Asked, useAsk } from './ask-api.ts'
import { changeOptions, PERIODS } from './ask-options.ts'
import { Composer, QUESTION_CHARS_MAX } from './Composer.tsx'
import { QuestionButtons } from './QuestionButtons.tsx'

/** The first screen. While the archive is empty it offers the ways to fill it instead of a question field. */
export function AskPage({ intake, earlier }: { intake: ReactNode; earlier: ReactNode }) {
  usePageTitle('')
  const { status } = useStore(liveStatus)
  const job = useStore(activeJob)
  const [wasEmpty, setWasEmpty] = useState(false)
  if (status?.posts === 0 && !wasEmpty) setWasEmpty(true)
  if (!status) {
    return (
      <div className={css.start}>
        <Skeleton lines={3} />
      </div>
    )
  }
  const showsIntake = status.posts === 0 || (wasEmpty && job !== null)
  if (showsIntake) return <div className={css.start}>{intake}</div>
  return <NewQuestion posts={status.posts} earlier={earlier} />
}

function NewQuestion({ posts, earlier }: { posts: number; earlier: ReactNode }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const router = useRouter()
  const ask = useAsk(null)
  const draft = useDraft()
  const start = (asked: Asked) => {
    // The chat's code comes while the question is on its way.
    void router.preloadRoute({ to: '/chats/$chatId', params: { chatId: 'new' } })
    ask.mutate(asked, {
      onSuccess: (started) => navigate({ to: '/chats/$chatId', params: { chatId: started.chat_id } }),
    })
  }
  return (
    <div className={css.start}>
      <h1 className={css.startTitle}>{t('ask.title')}</h1>
      <p className={css.startLead}>{t('ask.lead', { count: posts })}</p>
      <Composer
        key={draft.question}
        placeholder={t('ask.placeholder')}
        onAsk={start}
        isBusy={ask.isPending}
        startsFocused
        draft={draft.question}
      />
      {draft.question ? <BackToSearch draft={draft} /> : null}
      {ask.isError ? (
        <Failure title={t('answer.failed')} error={ask.error} onRetry={() => start(ask.variables)} />
      ) : null}
      <Suggestions onAsk={(question) => start({ question, files: [] })} isBusy={ask.isPending} />
      <div className={css.startEarlier}>{earlier}</div>
    </div>
  )
}

type Draft = { readonly question?: string; readonly network?: string; readonly period?: string }

/** A question begun elsewhere, with what it may rest on: the network and the time of a search. */
function useDraft(): Draft {
  const { question, network, period } = useSearch({ from: '/' })
  useEffect(() => {
    if (question === undefined) return
    changeOptions({ network: network ?? null, period: PERIODS.find((one) => one === period) ?? 'any' })
  }, [question, network, period])
  return {
    ...(question !== undefined && { question: question.slice(0, QUESTION_CHARS_MAX) }),
    ...(network !== undefined && { network }),
    ...(period !== undefined && { period }),
  }
}

function BackToSearch({ draft: { question, network, period } }: { draft: Draft }) {
  const { t } = useWords()
  return (
    <Link
      to="/search"
      search={{ ...NO_EVIDENCE, query: question, source: network, period }}
      className={css.backToSearch}
    >
      <ArrowLeft size={14} aria-hidden />
      {t('search.backTo')}
    </Link>
  )
}

/** Questions taken from what is rising now; where there are none, nothing is shown rather than canned ones. */
function Suggestions({ onAsk, isBusy }: { onAsk: (question: string) => void; isBusy: boolean }) {
  const { t } = useWords()
  const { data, isPending } = useQuery(questionsQuery)
  if (isPending) return <div className={css.suggestionsSpace} />
  if (!data || data.questions.length === 0) return null
  return (
    <section className={css.suggestions} aria-labelledby="rising">
      <h2 id="rising" className={css.smallTitle}>
        {t('ask.rising')}
      </h2>
      <QuestionButtons questions={data.questions.slice(0, 4)} isBusy={isBusy} onAsk={onAsk} />
    </section>
  )
}
