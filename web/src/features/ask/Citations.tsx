import { Link, useSearch } from '@tanstack/react-router'
import { Tooltip } from 'radix-ui'
import { Fragment, type ReactNode, useEffect, useState } from 'react'
import type { CitationJson } from '../../../../src/contract/answer.ts'
import { evidenceOf } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { isSimulatedId } from '../../shared/network.ts'
import { shownCitations } from '../../shared/shown-citations.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import { Tag } from '../../shared/ui/controls.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { Time } from '../../shared/ui/Time.tsx'
import css from './ask.module.css'

/** Marks shown before the rest folds behind a button: the most telling come first. */
const MARKS_MAX = 8

export function AnswerTips({ children }: { children: ReactNode }) {
  return <Tooltip.Provider delayDuration={150}>{children}</Tooltip.Provider>
}

/** The numbers behind a sentence: hover or focus shows the quote, opening shows the post beside the answer. */
export function CitationMarks({ citations }: { citations: readonly CitationJson[] }) {
  const { t } = useWords()
  const [showsAll, setShowsAll] = useState(false)
  const folded = showsAll || citations.length <= MARKS_MAX + 1 ? 0 : citations.length - MARKS_MAX
  const shown = folded > 0 ? citations.slice(0, MARKS_MAX) : citations
  return (
    <span className={css.marks}>
      {shown.map((citation) => (
        <Fragment key={citation.n}>
          {' '}
          <CitationMark citation={citation} />
        </Fragment>
      ))}{' '}
      {folded > 0 ? (
        <button
          type="button"
          className={css.moreMarks}
          aria-label={t('answer.moreCitations', { n: folded })}
          onClick={() => setShowsAll(true)}
        >
          +{folded}
        </button>
      ) : null}
    </span>
  )
}

function CitationMark({ citation }: { citation: CitationJson }) {
  const { t } = useWords()
  const label = t('answer.citation', { n: String(citation.n), author: authorOf(citation) })
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <CitationLink citation={citation} className={css.mark} label={label}>
          {citation.n}
        </CitationLink>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className={css.tip} sideOffset={6} collisionPadding={12} side="top">
          <span className={css.tipHead}>
            <bdi className={css.tipName}>{authorOf(citation)}</bdi>
            <Time iso={citation.created_at} />
            <CitationTags citation={citation} />
          </span>
          <CitedWords citation={citation} className={css.tipQuote} />
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}

type CitationLinkProps = {
  citation: CitationJson
  className?: string | undefined
  /** Where the content alone does not say what it is, as with a bare number. */
  label?: string
  children: ReactNode
}

/** Opens the cited post in the evidence panel; a real link, so it can be copied and opened elsewhere. */
export function CitationLink({ citation, className, label, children, ...rest }: CitationLinkProps) {
  const hasOpen = useSearch({ from: '__root__', select: (search) => search.post !== undefined })
  return (
    <Link
      {...rest}
      to="."
      search={(before) => ({ ...before, ...evidenceOf(citation) })}
      replace={hasOpen}
      resetScroll={false}
      data-citation={citation.n}
      className={className}
      aria-label={label}
    >
      {children}
    </Link>
  )
}

export function CitationTags({ citation }: { citation: CitationJson }) {
  const { t } = useWords()
  return (
    <>
      {isSimulatedId(citation.id) ? <Tag>{t('answer.simulated')}</Tag> : null}
      {citation.independent ? null : <Tag>{t('answer.repeat')}</Tag>}
      {citation.campaign ? <CampaignMark mark={citation.campaign} isLink={false} /> : null}
    </>
  )
}

/** The quote, or what became of it. */
export function CitedWords({
  citation: { quote, withdrawn },
  className,
}: {
  citation: CitationJson
  className: string | undefined
}) {
  const { t } = useWords()
  return withdrawn === undefined ? (
    <span className={className} dir="auto">
      {cleanText(quote).trim()}
    </span>
  ) : (
    <span className={classes(className, css.withdrawn)}>{t(`evidence.${withdrawn.how}`)}</span>
  )
}

export function authorOf(citation: Pick<CitationJson, 'author' | 'author_name'>): string {
  return cleanLine(citation.author_name ?? '') || cleanLine(citation.author)
}

const byReply = new Map<string, readonly CitationJson[]>()

/** Puts an answer's citations where the evidence panel finds them, for as long as the answer is on screen. */
export function useShownCitations(replyId: string, citations: readonly CitationJson[]): void {
  useEffect(() => {
    byReply.set(replyId, citations)
    publish()
    return () => {
      byReply.delete(replyId)
      publish()
    }
  }, [replyId, citations])
}

/** A post keeps its number through a chat, so several answers may cite the same one; one entry is enough. */
function publish(): void {
  const byNumber = new Map([...byReply.values()].flat().map((citation) => [citation.n, citation]))
  shownCitations.set([...byNumber.values()].sort((a, b) => a.n - b.n))
}
