import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { activeJob } from '../../shared/active-job.ts'
import { questionsQuery } from '../../shared/api/queries.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useStore } from '../../shared/store.ts'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { usePageTitle } from '../../shared/use-page-title.ts'
import css from './ask.module.css'
import { type Asked, useAsk } from './ask-api.ts'
import { Composer } from './Composer.tsx'
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
      <Composer placeholder={t('ask.placeholder')} onAsk={start} isBusy={ask.isPending} startsFocused />
      {ask.isError ? (
        <Failure title={t('answer.failed')} error={ask.error} onRetry={() => start(ask.variables)} />
      ) : null}
      <Suggestions onAsk={(question) => start({ question, files: [] })} isBusy={ask.isPending} />
      <div className={css.startEarlier}>{earlier}</div>
    </div>
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
