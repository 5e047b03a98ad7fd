import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { HelpCircle } from 'lucide-react'
import { useState } from 'react'
import { type AnswerJson, answerSchema, type CitationJson } from '../../../../src/contract/answer.ts'
import { getJson } from '../../shared/api/client.ts'
import { evidenceOf } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import type { Locale } from '../../shared/preferences.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import css from './evidence.module.css'

const explanationQuery = (postId: string, locale: Locale) =>
  queryOptions({
    queryKey: ['explain', postId, locale],
    queryFn: ({ signal }) =>
      getJson('/api/explain', answerSchema, { method: 'POST', body: { post_id: postId }, signal }),
    staleTime: 60_000,
  })

/** What a post belongs to: its thread, who else says it and since when, whose it is. Asked for, then kept. */
export function Explanation({ postId }: { postId: string }) {
  const { locale, t } = useWords()
  const [isWanted, setIsWanted] = useState(false)
  const explanation = useQuery({ ...explanationQuery(postId, locale), enabled: isWanted })
  if (!isWanted) {
    return (
      <Button look="quiet" className={css.explain} onClick={() => setIsWanted(true)}>
        <HelpCircle size={14} aria-hidden />
        {t('evidence.explain')}
      </Button>
    )
  }
  return (
    <section
      className={css.explanation}
      aria-label={t('evidence.explanation')}
      aria-busy={explanation.isPending}
    >
      <h3 className={css.explanationTitle}>{t('evidence.explanation')}</h3>
      {explanation.isPending ? <Skeleton lines={3} /> : null}
      {explanation.isError ? (
        <Failure
          title={t('evidence.explainFailed')}
          error={explanation.error}
          onRetry={() => explanation.refetch()}
        />
      ) : null}
      {explanation.data ? <Sentences answer={explanation.data} /> : null}
    </section>
  )
}

function Sentences({ answer: { answer, citations } }: { answer: AnswerJson }) {
  const { t } = useWords()
  const byNumber = new Map(citations.map((citation) => [citation.n, citation]))
  if (answer.sentences.length === 0)
    return <p>{answer.text === '' ? t('evidence.explainNothing') : cleanText(answer.text)}</p>
  return answer.sentences.map((sentence) => (
    <p key={sentence.start}>
      <span dir="auto">{cleanText(sentence.text)}</span>{' '}
      {sentence.citations
        .flatMap((n) => byNumber.get(n) ?? [])
        .map((citation) => (
          <Mark key={citation.n} citation={citation} />
        ))}
    </p>
  ))
}

/** Opens the other post in this panel. Its number counts within the explanation, so it does not go into the address. */
function Mark({ citation }: { citation: CitationJson }) {
  const { t } = useWords()
  const author = cleanLine(citation.author_name ?? citation.author)
  return (
    <Link
      to="."
      search={(before) => ({ ...before, ...evidenceOf(citation), n: undefined })}
      resetScroll={false}
      className={css.explainMark}
      aria-label={t('answer.citation', { n: String(citation.n), author })}
      title={author}
    >
      {citation.n}
    </Link>
  )
}
