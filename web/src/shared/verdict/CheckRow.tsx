import { Scale } from 'lucide-react'
import { useWords } from '../i18n/use-words.ts'
import { IconButton } from '../ui/controls.tsx'
import { useCheckThis } from './use-check-this.ts'
import css from './verdict.module.css'

/** "Check this" on a post in a list: shown while the pointer or the focus is on the row. */
export function CheckRow({ postId }: { postId: string }) {
  const { t } = useWords()
  const { check, isPending, error } = useCheckThis({ post_id: postId })
  return (
    <IconButton
      label={error ?? t(isPending ? 'checks.checking' : 'checks.checkThis')}
      icon={Scale}
      disabled={isPending}
      className={css.checkRow}
      onClick={check}
    />
  )
}
