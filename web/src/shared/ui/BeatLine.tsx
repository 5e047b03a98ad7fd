import type { StoryJson } from '../../../../src/contract/story.ts'
import { useWords } from '../i18n/use-words.ts'
import css from './story.module.css'

const BINS = 36
const HEIGHT = 24
const BEAT_MS = 600_000
/** Shorter stories fill only the end of the line: ten minutes must not look like a day. */
const SHORTEST_BEATS = 12

/** New independent accounts over a story's time, a bar for each stretch; the most of ten minutes stands in its name. */
export function BeatLine({ beats }: { beats: StoryJson['beats'] }) {
  const { t } = useWords()
  const most = Math.max(0, ...beats.map(({ voices }) => voices))
  const bins = binsOf(beats)
  const top = Math.max(1, ...bins)
  const label = t('stories.line', { n: most })
  return (
    <svg
      role="img"
      aria-label={label}
      className={css.beats}
      viewBox={`0 0 ${BINS} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <title>{label}</title>
      <path d={`M0 ${HEIGHT - 0.5}H${BINS}`} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      <path d={bins.map((count, at) => barOf(at, count / top)).join('')} fill="var(--accent)" />
    </svg>
  )
}

function barOf(at: number, height01: number): string {
  if (height01 === 0) return ''
  const height = Math.max(1.5, height01 * (HEIGHT - 1))
  return `M${at + 0.1} ${HEIGHT - 1}v${-height.toFixed(2)}h.8v${height.toFixed(2)}z`
}

/** Counts in equal stretches up to the last one that is known. */
function binsOf(beats: StoryJson['beats']): number[] {
  const last = Date.parse(beats.at(-1)?.at ?? '')
  const first = Date.parse(beats[0]?.at ?? '')
  const bins = new Array<number>(BINS).fill(0)
  if (Number.isNaN(last) || Number.isNaN(first)) return bins
  const count = Math.max(SHORTEST_BEATS, (last - first) / BEAT_MS + 1)
  for (const { at, voices } of beats) {
    const fromEnd = (last - Date.parse(at)) / BEAT_MS
    const bin = Math.max(0, BINS - 1 - Math.floor((fromEnd / count) * BINS))
    bins[bin] = (bins[bin] ?? 0) + voices
  }
  return bins
}
