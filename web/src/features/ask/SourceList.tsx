import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import type { CitationJson } from '../../../../src/contract/answer.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { classes } from '../../shared/ui/styles.ts'
import { Time } from '../../shared/ui/Time.tsx'
import css from './ask.module.css'
import { authorOf, CitationLink, CitationTags, CitedWords } from './Citations.tsx'

type SourceListProps = { citations: readonly CitationJson[]; isNearest: boolean }

/**
 * Every source of an answer in one list, for comparing who said what; closed until asked for. Under an abstention
 * they are only the nearest posts there were: open from the start, and called so.
 */
export function SourceList({ citations, isNearest }: SourceListProps) {
  const { t } = useWords()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isOpen = chosen ?? isNearest
  const listId = useId()
  if (citations.length === 0) return null
  return (
    <section className={css.sources}>
      <button
        type="button"
        className={css.workButton}
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        onClick={() => setChosen(!isOpen)}
      >
        <ChevronRight size={14} className={classes(css.chevron, isOpen && css.chevronOpen)} aria-hidden />
        {t(isNearest ? 'answer.nearest' : 'answer.sources', { count: citations.length })}
      </button>
      {isOpen ? (
        <ol id={listId} className={css.sourceRows}>
          {citations.map((citation) => (
            <li key={citation.n}>
              <CitationLink citation={citation} className={css.sourceRow}>
                <span className={css.sourceNumber}>{citation.n}</span>
                <span className={css.sourceHead}>
                  <bdi className={css.sourceName}>{authorOf(citation)}</bdi>
                  <Time iso={citation.created_at} />
                  <CitationTags citation={citation} />
                </span>
                <CitedWords citation={citation} className={css.sourceQuote} />
              </CitationLink>
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}
