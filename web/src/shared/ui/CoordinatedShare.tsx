import { useWords } from '../i18n/use-words.ts'
import { sharePercent } from '../story-words.ts'
import css from './story.module.css'

type Props = {
  coordinated: { readonly posts: number; readonly read: number }
  look?: 'short' | 'whole'
}

/** How much of what was read is part of a confirmed campaign: hatched, and in words. */
export function CoordinatedShare({ coordinated: { posts, read }, look = 'short' }: Props) {
  const { locale, t } = useWords()
  const share = sharePercent(locale, posts / Math.max(1, read))
  const whole = t('stories.coordinated', { share, posts, read })
  return (
    <span className={css.coordinated} title={whole}>
      <span className={css.hatch} aria-hidden />
      {look === 'whole' ? whole : t('stories.coordinatedShort', { share })}
    </span>
  )
}
