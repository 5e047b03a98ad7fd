import { OUTBOUND } from '../text/safe-link.ts'
import { type Span, segmentText } from '../text/segment-text.ts'
import css from './ui.module.css'

/** A stored text as text nodes only, in its own direction, with the cited span marked and web addresses as links. */
export function PostText({
  text,
  span,
  className,
}: {
  text: string
  span: Span | null
  className?: string | undefined
}) {
  return (
    <p dir="auto" className={className}>
      {segmentText(text, span).map((segment, index) => {
        const shown = segment.href ? (
          <a href={segment.href} {...OUTBOUND} className={css.textLink}>
            {segment.text}
          </a>
        ) : (
          segment.text
        )
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a stored text never change places.
        return segment.isMarked ? <mark key={index}>{shown}</mark> : <span key={index}>{shown}</span>
      })}
    </p>
  )
}
