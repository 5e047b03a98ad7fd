import { AudioLines, Film, Image, type LucideIcon, Paperclip } from 'lucide-react'
import { useState } from 'react'
import type { PostJson } from '../../../../src/contract/post.ts'
import { liveStatus } from '../api/status-store.ts'
import { useWords, type Words } from '../i18n/use-words.ts'
import { useStore } from '../store.ts'
import { cleanLine } from '../text/clean-text.ts'
import css from './pictures.module.css'
import { classes } from './styles.ts'

type Media = PostJson['media'][number]
type PicturesProps = {
  media: PostJson['media']
  /** `small` in a card, `large` beside an answer with the words of each. */
  look: 'small' | 'large'
}

const SHOWN_MAX = 4

/**
 * What a post carries beside its text: small pictures from this server where they are switched on, otherwise (and where one cannot be
 * had) the words its author gave it. Room is kept before a picture comes, so that nothing moves.
 */
export function Pictures({ media, look }: PicturesProps) {
  const words = useWords()
  const isOn = useArePicturesOn()
  const shown = media.filter(({ kind }) => kind !== 'link' || look === 'large')
  if (shown.length === 0) return null
  return (
    <span className={classes(css.pictures, css[look])}>
      {shown.slice(0, SHOWN_MAX).map((one) => (
        <Picture key={one.url} media={one} isOn={isOn} look={look} />
      ))}
      {shown.length > SHOWN_MAX ? (
        <span className={css.others}>{words.t('picture.count', { count: shown.length - SHOWN_MAX })}</span>
      ) : null}
    </span>
  )
}

/** Whether this server fetches pictures of posts and shows them. */
export function useArePicturesOn(): boolean {
  const { status } = useStore(liveStatus)
  return status?.thumbnails === 'on'
}

function Picture({ media, isOn, look }: { media: Media; isOn: boolean; look: 'small' | 'large' }) {
  const words = useWords()
  const [hasFailed, setHasFailed] = useState(false)
  const description = pictureText(words, media)
  if (!isOn || media.thumbnail === null || hasFailed) return <Described media={media} text={description} />
  return (
    <span className={css.picture}>
      <img
        src={media.thumbnail}
        alt={description}
        title={description}
        loading="lazy"
        decoding="async"
        className={css.image}
        onError={() => setHasFailed(true)}
      />
      {look === 'large' && media.alt ? (
        <span className={css.caption} dir="auto" aria-hidden="true">
          {cleanLine(media.alt)}
        </span>
      ) : null}
    </span>
  )
}

function Described({ media, text }: { media: Media; text: string }) {
  const Glyph = GLYPHS[media.kind]
  return (
    <span className={css.described}>
      <Glyph size={14} aria-hidden />
      <span dir="auto">{text}</span>
    </span>
  )
}

/** A sign for each kind of attachment. */
export const GLYPHS: Readonly<Record<Media['kind'], LucideIcon>> = {
  ...{ image: Image, video: Film, audio: AudioLines },
  ...{ link: Paperclip, other: Paperclip },
}

/** What a picture is in words: its author's, or that there are none. */
export function pictureText({ t }: Words, { kind, alt }: Media): string {
  const name = t(`picture.${kind}`)
  const text = cleanLine(alt ?? '')
  return text === ''
    ? t('picture.undescribed', { kind: name, text: t('picture.noWords') })
    : t('picture.described', { kind: name, text })
}
