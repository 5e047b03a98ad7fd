import type { ReactNode } from 'react'
import type { ClaimCheckJson, KnownCheckJson } from '../../../../src/contract/check.ts'
import { numberFormat } from '../i18n/translate.ts'
import { useWords } from '../i18n/use-words.ts'
import { cleanLine, cleanText } from '../text/clean-text.ts'
import { safeLink } from '../text/safe-link.ts'
import { classes } from '../ui/styles.ts'
import { Time } from '../ui/Time.tsx'
import { ConfidenceBar } from './ConfidenceBar.tsx'
import { EvidenceSides } from './EvidenceSides.tsx'
import { VerdictMark } from './VerdictMark.tsx'
import css from './verdict.module.css'

type VerdictCardProps = {
  check: ClaimCheckJson
  /** Level of the claim's heading where the card is the page; a plain line elsewhere. */
  heading?: 'h1' | 'p'
  /** `brief`: the verdict and the best of each side, where more stands around it. */
  look?: 'whole' | 'brief'
  children?: ReactNode
}

/** A verdict as it is shown everywhere: the claim, what it amounts to in words, how sure, both sides, what would change it. */
export function VerdictCard({ check, heading: Heading = 'p', look = 'whole', children }: VerdictCardProps) {
  const { t } = useWords()
  return (
    <article className={css.card}>
      <Heading className={css.claim} dir="auto">
        {cleanText(check.claim)}
      </Heading>
      <div className={css.verdict}>
        <p className={classes(css.label, !check.committed && css.labelOpen)}>
          <VerdictMark label={check.committed ? check.label : 'not_enough'} />
          {cleanLine(check.label_text)}
        </p>
        {check.label === 'not_enough' ? null : <ConfidenceBar check={check} />}
        <p>{cleanText(check.summary)}</p>
      </div>
      {check.already_checked.map((known) => (
        <KnownCheck key={known.id} known={known} />
      ))}
      {check.basis === 'exact' && check.best_for.length + check.best_against.length === 0 ? null : (
        <EvidenceSides check={check} itemsMax={look === 'brief' ? 1 : 3} />
      )}
      {look === 'whole' ? (
        <>
          <div className={css.lists}>
            <PointList title={t('checks.change')} points={check.what_would_change} />
            <PointList
              title={t('checks.missing')}
              points={check.basis === 'exact' ? [] : check.searched.missing}
            />
          </div>
          <Footing check={check} />
        </>
      ) : null}
      {children}
    </article>
  )
}

function KnownCheck({ known }: { known: KnownCheckJson }) {
  const { t } = useWords()
  const link = safeLink(known.url)
  const publisher = cleanLine(known.publisher)
  const words = t('checks.known', { publisher })
  return (
    <p className={css.known}>
      {link === null ? (
        words
      ) : (
        <a href={link} target="_blank" rel="noopener noreferrer" className={css.knownLink}>
          {words}
        </a>
      )}
      {known.rating ? <strong>{cleanLine(known.rating)}</strong> : null}
      <span className={css.knownClaim}>“{cleanText(known.claim)}”</span>
    </p>
  )
}

function PointList({ title, points }: { title: string; points: readonly { kind: string; text: string }[] }) {
  if (points.length === 0) return null
  return (
    <section>
      <h3 className={css.sideTitle}>{title}</h3>
      <ul className={css.points}>
        {points.map(({ kind, text }) => (
          <li key={kind}>{cleanText(text)}</li>
        ))}
      </ul>
    </section>
  )
}

function Footing({ check }: { check: ClaimCheckJson }) {
  const { locale, t } = useWords()
  const format = (value: number) => numberFormat(locale).format(value)
  const { posts_read, pages_read, voices } = check.searched
  return (
    <p className={css.footing}>
      {t('checks.read', { posts: format(posts_read), pages: format(pages_read), voices: format(voices) })}
      <span>
        {t('checks.asOf')} <Time iso={check.checked_at} look="exact" />
      </span>
    </p>
  )
}
