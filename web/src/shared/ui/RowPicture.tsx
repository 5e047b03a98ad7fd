import { useState } from 'react'
import type { PostJson } from '../../../../src/contract/post.ts'
import { useWords } from '../i18n/use-words.ts'
import { GLYPHS, pictureText, useArePicturesOn } from './Pictures.tsx'
import css from './pictures.module.css'

/** The first of what a post carries, in a row of a table: a small picture where there are some, else a sign with its words. */
export function RowPicture({ media }: { media: PostJson['media'] }) {
  const words = useWords()
  const isOn = useArePicturesOn()
  const [hasFailed, setHasFailed] = useState(false)
  const first = media.find(({ kind }) => kind !== 'link')
  if (!first) return <span className={css.rowPicture} />
  const text = pictureText(words, first)
  const Glyph = GLYPHS[first.kind]
  return (
    <span className={css.rowPicture} title={text}>
      {isOn && first.thumbnail !== null && !hasFailed ? (
        <img
          src={first.thumbnail}
          alt={text}
          loading="lazy"
          decoding="async"
          className={css.rowImage}
          onError={() => setHasFailed(true)}
        />
      ) : (
        <>
          <Glyph size={16} aria-hidden />
          <span className="sr-only">{text}</span>
        </>
      )}
    </span>
  )
}
