import { useParams } from '@tanstack/react-router'
import { JobCard } from '../features/intake/JobCard.tsx'
import { SourcePage } from '../features/sources/SourcePage.tsx'
import { activeJob } from '../shared/active-job.ts'
import { useStore } from '../shared/store.ts'

export function SourceScreen() {
  const { sourceId } = useParams({ from: '/sources/$sourceId' })
  const job = useStore(activeJob)
  return <SourcePage id={sourceId} job={job ? <JobCard key={job} jobId={job} isFirst={false} /> : null} />
}
