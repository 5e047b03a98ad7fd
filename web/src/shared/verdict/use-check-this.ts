import { useNavigate } from '@tanstack/react-router'
import { useCreateCheck } from '../api/checks.ts'
import { NO_EVIDENCE } from '../evidence-search.ts'
import { useWords } from '../i18n/use-words.ts'
import { errorText } from '../ui/Note.tsx'

/** Takes the claim that is most worth checking out of a post or a page, and opens its check. */
export function useCheckThis(of: { post_id: string } | { page_id: string }) {
  const words = useWords()
  const navigate = useNavigate()
  const create = useCreateCheck()
  const check = () =>
    create.mutate(of, {
      onSuccess: ({ checks: [first] }) => {
        if (first) navigate({ to: '/checks/$checkId', params: { checkId: first.id }, search: NO_EVIDENCE })
      },
    })
  return { check, isPending: create.isPending, error: create.error ? errorText(words, create.error) : null }
}
