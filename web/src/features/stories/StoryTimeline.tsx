import { Link } from '@tanstack/react-router'
import type { StoryDetailJson } from '../../../../src/contract/story.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { riseSentence, storyLanguage } from '../../shared/story-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Time } from '../../shared/ui/Time.tsx'
import css from './story-page.module.css'
import { type Turn, turnsOf } from './story-turns.ts'

/** The turns of a story, oldest first; those that rest on a post open it. */
export function StoryTimeline({ story }: { story: StoryDetailJson }) {
  const words = useWords()
  return (
    <nav className={css.timeline} aria-label={words.t('story.timeline')}>
      <h2>{words.t('story.timeline')}</h2>
      <ol>
        {turnsOf(story).map((turn) => (
          <li key={`${turn.kind} ${turn.name}`} className={css.turn}>
            <Time iso={new Date(turn.at).toISOString()} look="clock" />
            {turn.postId === null ? (
              <span>{turnWords(words, turn, story)}</span>
            ) : (
              <Link
                to="."
                search={(before) => ({
                  ...{ ...before, span: undefined, n: undefined, kind: undefined },
                  post: turn.postId ?? undefined,
                })}
                resetScroll={false}
                preload={false}
                className={css.turnLink}
              >
                {turnWords(words, turn, story)}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

function turnWords(words: Words, { kind, name, count }: Turn, story: StoryDetailJson): string {
  const { t } = words
  switch (kind) {
    case 'first':
      return t('story.turn.first', { name: authorName(story) })
    case 'language':
      return t('story.turn.language', { name: storyLanguage(words, name) })
    case 'network':
      return t('story.turn.network', { name: sourceName(words, name) })
    case 'link':
      return t('story.turn.link', { name: cleanLine(name) })
    case 'risen':
      return t('story.turn.risen', { rise: story.trend === null ? '' : riseSentence(words, story.trend) })
    case 'peak':
      return t('story.turn.peak', { n: count })
    case 'latest':
      return t('story.turn.latest')
  }
}

/** Who wrote the first post, by name where the post is still stored. */
export function authorName({ posts_stored, first_post_id, first_author }: StoryDetailJson): string {
  const first = posts_stored.find(({ id }) => id === first_post_id)
  return cleanLine(first?.author_name ?? '') || cleanLine(first_author)
}
