import { Link } from '@tanstack/react-router'
import type { CheckEvidenceJson, ClaimCheckJson } from '../../../../src/contract/check.ts'
import { useWords } from '../i18n/use-words.ts'
import { cleanLine, cleanText } from '../text/clean-text.ts'
import { classes } from '../ui/styles.ts'
import { Time } from '../ui/Time.tsx'
import css from './verdict.module.css'

/** The best for and the best against, side by side; a side with nothing says so. */
export function EvidenceSides({
  check,
  itemsMax = 3,
}: {
  check: Pick<ClaimCheckJson, 'best_for' | 'best_against'>
  itemsMax?: number
}) {
  const { t } = useWords()
  return (
    <div className={css.sides}>
      <Side
        title={t('checks.bestFor')}
        none={t('checks.noneFor')}
        items={check.best_for.slice(0, itemsMax)}
        className={css.sideFor}
      />
      <Side
        title={t('checks.bestAgainst')}
        none={t('checks.noneAgainst')}
        items={check.best_against.slice(0, itemsMax)}
        className={css.sideAgainst}
      />
    </div>
  )
}

type SideProps = {
  title: string
  none: string
  items: readonly CheckEvidenceJson[]
  className: string | undefined
}

function Side({ title, none, items, className }: SideProps) {
  return (
    <section className={classes(css.side, className)}>
      <h3 className={css.sideTitle}>{title}</h3>
      {items.length === 0 ? <p className={css.none}>{none}</p> : null}
      {items.map((item) => (
        <EvidenceItem key={`${item.id}:${item.start}`} item={item} />
      ))}
    </section>
  )
}

/** One voice; opening it shows the post or page it stands in, with the words lit. */
function EvidenceItem({ item }: { item: CheckEvidenceJson }) {
  const { t } = useWords()
  const name = cleanLine(item.author_name ?? '') || cleanLine(item.author)
  return (
    <Link
      to="."
      search={(before) => ({
        ...before,
        post: item.id,
        span: `${item.start}-${item.end}`,
        n: undefined,
        kind: item.kind === 'page' ? 'page' : undefined,
      })}
      resetScroll={false}
      preload={false}
      className={css.item}
    >
      <span dir="auto" className={css.quote}>
        {cleanText(item.quote)}
      </span>
      <span className={css.by}>
        <bdi>{name}</bdi>
        <Time iso={item.created_at} />
        {item.primary ? <span>{t('checks.primary')}</span> : null}
        {item.repeats > 1 ? <span>{t('checks.repeats', { n: item.repeats })}</span> : null}
      </span>
    </Link>
  )
}
