import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../shared/i18n/use-words.ts'
import { OUTBOUND, safeLink } from '../../shared/text/safe-link.ts'
import ui from '../../shared/ui/ui.module.css'
import css from './evidence.module.css'

/** One line of what is known: its name and its value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The way to the original; what `otherwise` holds where there is no address that may be opened. */
export function OriginalLink({ address, otherwise }: { address: string | null; otherwise: ReactNode }) {
  const { t } = useWords()
  const href = safeLink(address)
  if (href === null) return otherwise
  return (
    <p>
      <a href={href} {...OUTBOUND} className={css.original}>
        <ExternalLink size={14} aria-hidden />
        <span className={ui.textLink}>{t('evidence.open')}</span>
        <span className={css.host}>{new URL(href).host}</span>
      </a>
    </p>
  )
}
