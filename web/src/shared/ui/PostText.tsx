import { OUTBOUND } from '../text/safe-link.ts'
import { type Segment, type Span, segmentText } from '../text/segment-text.ts'
import css from './ui.module.css'

type PostTextProps = { text: string; span: Span | null; className?: string | undefined }

/** A stored text as text nodes only, in its own direction, with the cited span marked and web addresses as links. */
export function PostText({ text, span, className }: PostTextProps) {
  return (
    <p dir="auto" className={className}>
      {segmentText(text, span).map((segment) => (
        <SegmentView key={segment.start} segment={segment} />
      ))}
    </p>
  )
}

function SegmentView({ segment }: { segment: Segment }) {
  const shown = segment.href ? (
    <a href={segment.href} {...OUTBOUND} className={css.textLink}>
      {segment.text}
    </a>
  ) : (
    segment.text
  )
  return segment.isMarked ? <mark>{shown}</mark> : shown
}
