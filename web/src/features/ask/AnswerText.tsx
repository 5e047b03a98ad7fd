import { memo, useId } from 'react'
import type { CitationJson, SentenceJson } from '../../../../src/contract/answer.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanText } from '../../shared/text/clean-text.ts'
import type { AnswerBlock, UnsupportedReason } from './answer-blocks.ts'
import css from './ask.module.css'
import { CitationMarks } from './Citations.tsx'
import type { RunState } from './run-state.ts'
import { shortVoiceCount } from './voice-words.ts'

/** The answer itself: one paragraph a sentence, so that what is on screen never re-flows while more arrives. */
export function AnswerText({ state }: { state: RunState }) {
  const byNumber = new Map(state.citations.map((citation) => [citation.n, citation]))
  return (
    <div className={css.answer} aria-busy={state.phase === 'running'}>
      {state.blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
        <BlockView key={index} block={block} citations={citationsOf(block, byNumber)} />
      ))}
    </div>
  )
}

function citationsOf(block: AnswerBlock, byNumber: ReadonlyMap<number, CitationJson>): CitationJson[] {
  if (block.kind !== 'sentence') return []
  return block.sentence.citations.map((n) => byNumber.get(n)).filter((citation) => citation !== undefined)
}

type BlockProps = { block: AnswerBlock; citations: readonly CitationJson[] }

const BlockView = memo(
  function BlockView({ block, citations }: BlockProps) {
    if (block.kind === 'unsupported') return <Unsupported text={block.text} reason={block.reason} />
    if (block.kind === 'section') return <h3 className={css.sectionTitle}>{cleanText(block.title)}</h3>
    if (block.kind === 'plain') return <p dir="auto">{cleanText(block.text)}</p>
    return <SentenceView sentence={block.sentence} citations={citations} />
  },
  (before, after) => before.block === after.block && before.citations.length === after.citations.length,
)

/** The embedded engine often writes "nine accounts say…" itself; then the count beside it would say it twice. */
const SAYS_HOW_MANY = /\b(accounts?|comptes?|independent (?:sites|sources)|sources indépendantes)\b/i

function SentenceView({
  sentence,
  citations,
}: {
  sentence: SentenceJson
  citations: readonly CitationJson[]
}) {
  const words = useWords()
  const accounts = sentence.independent_accounts
  return (
    <p>
      <span dir="auto" className={sentence.withdrawn ? css.withdrawn : undefined}>
        {cleanText(sentence.text)}
      </span>
      <CitationMarks citations={citations} />
      {citations.length > 0 && accounts > 0 && !sentence.withdrawn && !SAYS_HOW_MANY.test(sentence.text) ? (
        <span className={css.accountsShort}>{shortVoiceCount(words, citations, accounts)}</span>
      ) : null}
    </p>
  )
}

function Unsupported({ text, reason }: { text: string; reason: UnsupportedReason }) {
  const { t } = useWords()
  const reasonId = useId()
  return (
    <div className={css.unsupported}>
      <p>
        <del aria-describedby={reasonId} dir="auto">
          {cleanText(text)}
        </del>
      </p>
      <p id={reasonId} className={css.unsupportedReason}>
        {t('answer.unsupported', { reason: t(`answer.reason.${reason}`) })}
      </p>
    </div>
  )
}
