import { Link, useSearch } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.ts'
import css from './story.module.css'

const CITED_MAX = 3

/** The numbers behind a sentence that is some posts' own: each opens its post beside the text. */
export function PostCites({ ids, numberOf }: { ids: readonly string[]; numberOf: (id: string) => number }) {
  const { t } = useWords()
  const open = useSearch({ from: '__root__', select: (search) => search.post })
  return (
    <span className={css.cites}>
      {ids.slice(0, CITED_MAX).map((id) => (
        <Link
          key={id}
          to="."
          search={(before) => ({
            ...{ ...before, post: id, span: undefined, kind: undefined },
            n: String(numberOf(id)),
          })}
          replace={open !== undefined}
          resetScroll={false}
          preload={false}
          className={css.cite}
          aria-label={t('stories.citation', { n: numberOf(id) })}
          aria-current={open === id ? true : undefined}
        >
          {numberOf(id)}
        </Link>
      ))}
    </span>
  )
}

/** Numbers posts in the order in which sentences first cite them, from 1. */
export function citeNumbers(
  sentences: readonly { readonly post_ids: readonly string[] }[],
): (id: string) => number {
  const numbers = new Map<string, number>()
  for (const id of sentences.flatMap(({ post_ids }) => post_ids.slice(0, CITED_MAX)))
    if (!numbers.has(id)) numbers.set(id, numbers.size + 1)
  return (id) => numbers.get(id) ?? 0
}
