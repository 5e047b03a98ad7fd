import { Link } from '@tanstack/react-router'
import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { type EvidenceSearch, NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { codeInWords } from '../../shared/i18n/reason.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import css from './ask.module.css'

type ReadingNote = NonNullable<AnswerJson['trace']['reading']>[number]

/** What was looked at and what became of each, folded away until somebody wants to check. */
export function ReadingList({ notes }: { notes: readonly ReadingNote[] }) {
  const { t } = useWords()
  if (notes.length === 0) return null
  return (
    <details className={css.reading}>
      <summary>{t('trace.reading', { count: notes.length })}</summary>
      <ol className={css.readingRows}>
        {notes.map((note) => (
          <ReadingRow key={note.id} note={note} />
        ))}
      </ol>
    </details>
  )
}

/** A passage of a page or a file is read under the id of its document and where it begins there. */
const PASSAGE = /^((?:page|file):[^#]+)#(\d{1,9})$/

function readOf(id: string): EvidenceSearch {
  const [, document, start] = PASSAGE.exec(id) ?? []
  if (document === undefined || start === undefined) return { post: id }
  return { post: document, kind: 'page', span: `${start}-${Number(start) + 1}` }
}

function ReadingRow({ note: { id, author, fate, reason } }: { note: ReadingNote }) {
  const words = useWords()
  return (
    <li className={css.readingRow}>
      <Link
        to="."
        search={(before) => ({ ...before, ...NO_EVIDENCE, ...readOf(id) })}
        resetScroll={false}
        className={css.readingAuthor}
      >
        <bdi>{cleanLine(author)}</bdi>
      </Link>
      <span className={css.traceAside}>
        {reason === null ? words.t(`trace.fate.${fate}`) : codeInWords(words, 'reason', reason)}
      </span>
    </li>
  )
}
