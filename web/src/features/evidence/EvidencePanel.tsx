import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { CitationJson } from '../../../../src/contract/answer.ts'
import { ApiError } from '../../shared/api/client.ts'
import { postQuery } from '../../shared/api/queries.ts'
import { evidenceOf, NO_EVIDENCE, parseSpan } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useKeys } from '../../shared/keys.ts'
import { shownCitations } from '../../shared/shown-citations.ts'
import { useStore } from '../../shared/store.ts'
import type { Span } from '../../shared/text/segment-text.ts'
import { IconButton } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { CitedDocument } from './CitedDocument.tsx'
import css from './evidence.module.css'
import { GonePost, PostDetails } from './PostDetails.tsx'

type EvidenceProps = {
  id: string
  /** Whether it is a page or a file rather than a post. */
  isDocument: boolean
  span: string | undefined
  n: string | undefined
}

/** What is cited beside the answer, its passage lit; on phones a sheet from below. What is open is in the address. */
export function EvidencePanel({ id, isDocument, span, n }: EvidenceProps) {
  const { t } = useWords()
  const citation = useStore(shownCitations).find((shown) => String(shown.n) === n && shown.id === id) ?? null
  const close = useClose()
  useKeys({ Escape: close })
  return (
    <Panel
      onClose={close}
      title={n ? t('evidence.source', { n }) : t(isDocument ? 'evidence.page' : 'evidence.post')}
      steps={citation ? <Steps current={citation} /> : null}
    >
      <div className={css.content} key={`${id} ${span}`}>
        {isDocument ? (
          <CitedDocument id={id} span={parseSpan(span)} citation={citation} />
        ) : (
          <CitedPost id={id} span={parseSpan(span)} citation={citation} />
        )}
      </div>
    </Panel>
  )
}

type CitedPostProps = { id: string; span: Span | null; citation: CitationJson | null }

function CitedPost({ id, span, citation }: CitedPostProps) {
  const { t } = useWords()
  const post = useQuery(postQuery(id))
  if (post.data) return <PostDetails post={post.data} span={span} citation={citation} />
  if (!post.isError) return <Skeleton lines={6} />
  if (isGone(post.error)) return <GonePost citation={citation} isDeleted={isDeleted(post.error)} />
  return <Failure title={t('evidence.label')} error={post.error} onRetry={() => post.refetch()} />
}

function useClose(): () => void {
  const navigate = useNavigate()
  return () =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...NO_EVIDENCE }), resetScroll: false })
}

type PanelProps = { title: string; steps: ReactNode; onClose: () => void; children: ReactNode }

/** Focus comes here when it opens and goes back to the link it was opened from when it closes. */
function Panel({ title, steps, onClose, children }: PanelProps) {
  const { t } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const titleId = useId()
  useEffect(() => {
    const opener = document.activeElement
    heading.current?.focus({ preventScroll: true })
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [])
  return (
    <aside className={css.panel} aria-labelledby={titleId}>
      <header className={css.head}>
        <h2 ref={heading} id={titleId} tabIndex={-1} className={css.title}>
          {title}
        </h2>
        {steps}
        <IconButton icon={X} label={t('app.close')} onClick={onClose} />
      </header>
      {children}
    </aside>
  )
}

/** To the neighbouring sources of the chat, in the order of their numbers. */
function Steps({ current }: { current: CitationJson }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const citations = useStore(shownCitations)
  const at = citations.findIndex((citation) => citation.n === current.n)
  const open = (citation: CitationJson | undefined) => {
    if (!citation) return
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...evidenceOf(citation) }),
      replace: true,
      resetScroll: false,
    })
  }
  const previous = citations[at - 1]
  const next = citations[at + 1]
  return (
    <>
      <IconButton
        icon={ArrowLeft}
        label={t('evidence.previous')}
        disabled={!previous}
        onClick={() => open(previous)}
      />
      <IconButton icon={ArrowRight} label={t('evidence.next')} disabled={!next} onClick={() => open(next)} />
    </>
  )
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 410)
}

/** The server says 410 of what an author took away, and 404 of what it does not know. */
function isDeleted(error: unknown): boolean {
  return error instanceof ApiError && error.status === 410
}
