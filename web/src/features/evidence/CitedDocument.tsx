import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { CitationJson } from '../../../../src/contract/answer.ts'
import { ApiError } from '../../shared/api/client.ts'
import { fileQuery, pageQuery } from '../../shared/api/queries.ts'
import { languageName } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import type { Span } from '../../shared/text/segment-text.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { PostText } from '../../shared/ui/PostText.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { documentOfFile, documentOfPage, pageAt, type ShownDocument, windowAround } from './document-text.ts'
import css from './evidence.module.css'
import { Fact, OriginalLink } from './facts.tsx'

const FILE_ID = /^file:/

type CitedProps = { id: string; span: Span | null; citation: CitationJson | null }

/** The snapshot of a page, or the text of one of the person's own files, with the cited span lit. */
export function CitedDocument({ id, span, citation }: CitedProps) {
  const { t } = useWords()
  const isFile = FILE_ID.test(id)
  const page = useQuery({ ...pageQuery(id), enabled: !isFile })
  const file = useQuery({ ...fileQuery(id.replace(FILE_ID, '')), enabled: isFile })
  const asked = isFile ? file : page
  const shown = file.data ? documentOfFile(file.data) : page.data ? documentOfPage(page.data) : null
  if (shown) return <DocumentDetails document={shown} span={span} citation={citation} />
  if (!asked.isError) return <Skeleton lines={8} />
  if (asked.error instanceof ApiError && asked.error.status === 404)
    return <GoneDocument citation={citation} isFile={isFile} />
  return <Failure title={t('evidence.label')} error={asked.error} onRetry={() => asked.refetch()} />
}

type DetailsProps = { document: ShownDocument; span: Span | null; citation: CitationJson | null }

function DocumentDetails({ document, span, citation }: DetailsProps) {
  const { t } = useWords()
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    body.current?.querySelector('mark')?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <div ref={body}>
      <DocumentHead document={document} span={span} />
      <DocumentText document={document} span={span} />
      {citation && !citation.independent ? <p className={css.notice}>{t('evidence.repeat')}</p> : null}
      <OriginalLink address={document.url} otherwise={null} />
      <Facts document={document} />
    </div>
  )
}

function DocumentHead({ document, span }: { document: ShownDocument; span: Span | null }) {
  const { t } = useWords()
  const title = cleanLine(document.title ?? '') || cleanLine(document.name)
  const number = span === null ? null : pageAt(document, span.start)
  return (
    <div className={css.postHead}>
      <p className={css.name}>
        <bdi>{title}</bdi>
      </p>
      <p className={css.meta}>
        {title === cleanLine(document.name) ? null : <bdi>{cleanLine(document.name)}</bdi>}
        {number === null ? null : <span>{t('evidence.pageNumber', { n: String(number) })}</span>}
        {document.publishedAt ? <Time iso={document.publishedAt} /> : null}
        <span>
          {t(document.kind === 'file' ? 'evidence.added' : 'evidence.readOn')}{' '}
          <Time iso={document.readAt} look="exact" />
        </span>
      </p>
    </div>
  )
}

/** A long text is shown around what is cited; the rest is one step away. */
function DocumentText({ document, span }: { document: ShownDocument; span: Span | null }) {
  const { t } = useWords()
  const [showsAll, setShowsAll] = useState(false)
  const shown = showsAll ? { start: 0, end: document.text.length } : windowAround(document.text, span)
  const isCut = shown.start > 0 || shown.end < document.text.length
  const local = span === null ? null : { start: span.start - shown.start, end: span.end - shown.start }
  return (
    <>
      <PostText
        text={document.text.slice(shown.start, shown.end)}
        span={local}
        className={css.documentText}
      />
      {isCut ? (
        <p className={css.more}>
          <Button onClick={() => setShowsAll(true)}>{t('evidence.showAll')}</Button>
        </p>
      ) : null}
    </>
  )
}

function Facts({ document }: { document: ShownDocument }) {
  const { locale, t } = useWords()
  return (
    <dl className={css.facts}>
      {document.byline ? (
        <Fact name={t('evidence.byline')}>
          <bdi>{cleanLine(document.byline)}</bdi>
        </Fact>
      ) : null}
      {document.kind === 'page' ? (
        <Fact name={t('evidence.written')}>
          {document.publishedAt ? <Time iso={document.publishedAt} look="exact" /> : t('evidence.unknown')}
        </Fact>
      ) : null}
      {document.lang ? (
        <Fact name={t('evidence.language')}>{languageName(locale, document.lang)}</Fact>
      ) : null}
      {document.kind === 'page' ? (
        <Fact name={t('evidence.fingerprint')}>
          <code className={css.id}>{document.sha256}</code>
        </Fact>
      ) : (
        <Fact name={t('evidence.fileFingerprint')}>
          <code className={css.id}>{document.sha256}</code>
        </Fact>
      )}
    </dl>
  )
}

/** The document is gone, but the answer kept the passage it quoted. */
function GoneDocument({ citation, isFile }: { citation: CitationJson | null; isFile: boolean }) {
  const { t } = useWords()
  return (
    <div>
      <p className={css.name}>{t(isFile ? 'evidence.fileGone' : 'evidence.pageGone')}</p>
      <p className={css.goneHelp}>{t(citation ? 'evidence.documentGoneHelp' : 'evidence.goneNoQuote')}</p>
      {citation ? (
        <>
          <p dir="auto" className={css.text}>
            <mark>{cleanText(citation.quote)}</mark>
          </p>
          <p className={css.meta}>
            <bdi className={css.account}>{cleanLine(citation.author_name ?? citation.author)}</bdi>
            <Time iso={citation.created_at} />
          </p>
        </>
      ) : null}
    </div>
  )
}
