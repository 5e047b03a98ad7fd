import { Scale } from 'lucide-react'
import { useWords } from '../i18n/use-words.ts'
import { Button } from '../ui/controls.tsx'
import { useCheckThis } from './use-check-this.ts'
import css from './verdict.module.css'

/** "Check this" beside a post or a page that is read whole. */
export function CheckThis({ of }: { of: { post_id: string } | { page_id: string } }) {
  const { t } = useWords()
  const { check, isPending, error } = useCheckThis(of)
  return (
    <div className={css.checkThis}>
      <Button onClick={check} disabled={isPending} aria-busy={isPending}>
        <Scale size={16} aria-hidden />
        {t(isPending ? 'checks.checking' : 'checks.checkThis')}
      </Button>
      {error === null ? null : (
        <p role="alert" className={css.problem}>
          {error}
        </p>
      )}
    </div>
  )
}
