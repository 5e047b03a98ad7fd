import { useNavigate } from '@tanstack/react-router'
import { Scale } from 'lucide-react'
import { useCreateCheck } from '../api/checks.ts'
import { NO_EVIDENCE } from '../evidence-search.ts'
import { useWords } from '../i18n/use-words.ts'
import { Button } from '../ui/controls.tsx'
import { errorText } from '../ui/Note.tsx'
import css from './verdict.module.css'

/** Takes the claim that is most worth checking out of a post or a page, and opens its check. */
export function CheckThis({ of }: { of: { post_id: string } | { page_id: string } }) {
  const words = useWords()
  const navigate = useNavigate()
  const create = useCreateCheck()
  const check = () =>
    create.mutate(of, {
      onSuccess: ({ checks: [first] }) => {
        if (first) navigate({ to: '/checks/$checkId', params: { checkId: first.id }, search: NO_EVIDENCE })
      },
    })
  return (
    <div className={css.checkThis}>
      <Button onClick={check} disabled={create.isPending} aria-busy={create.isPending}>
        <Scale size={16} aria-hidden />
        {words.t(create.isPending ? 'checks.checking' : 'checks.checkThis')}
      </Button>
      {create.error ? (
        <p role="alert" className={css.problem}>
          {errorText(words, create.error)}
        </p>
      ) : null}
    </div>
  )
}
