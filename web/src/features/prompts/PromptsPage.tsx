import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { z } from 'zod'
import { promptListSchema, type promptSchema } from '../../../../src/contract/prompt.ts'
import { getJson } from '../../shared/api/client.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { usePageTitle } from '../../shared/use-page-title.ts'
import css from './prompts.module.css'

const promptsQuery = queryOptions({
  queryKey: ['prompts'],
  queryFn: ({ signal }) => getJson('/api/prompts', promptListSchema, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Every prompt as it stands in its file: what it is for, its version, its words. */
export function PromptsPage() {
  const { t } = useWords()
  usePageTitle(t('prompts.title'))
  const { data, error, isPending, refetch } = useQuery(promptsQuery)
  return (
    <div className={css.page}>
      <Link to="/" search={NO_EVIDENCE} className={css.back}>
        <ArrowLeft size={16} aria-hidden />
        {t('nav.ask')}
      </Link>
      <h1 className={css.title}>{t('prompts.title')}</h1>
      <p className={css.lead}>{t('prompts.lead')}</p>
      {isPending ? <Skeleton lines={8} /> : null}
      {error ? <Failure title={t('prompts.failed')} error={error} onRetry={() => refetch()} /> : null}
      {data?.prompts.map((prompt) => (
        <PromptView key={prompt.name} prompt={prompt} />
      ))}
    </div>
  )
}

function PromptView({ prompt }: { prompt: z.infer<typeof promptSchema> }) {
  const { t } = useWords()
  const { name, version, purpose, text, sha256 } = prompt
  return (
    <section className={css.prompt} aria-labelledby={`prompt-${name}`}>
      <h2 id={`prompt-${name}`} className={css.name}>
        {name}
        <span className={css.version}>{t('prompts.version', { n: version })}</span>
        <code className={css.hash} title={sha256}>
          {sha256.slice(0, 12)}
        </code>
      </h2>
      <p lang="en" className={css.purpose}>
        {purpose}
      </p>
      <pre lang="en" className={css.text}>
        {text}
      </pre>
    </section>
  )
}
