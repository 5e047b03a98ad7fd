import { useParams } from '@tanstack/react-router'
import { SourcePage } from '../features/sources/SourcePage.tsx'

export function SourceScreen() {
  const { sourceId } = useParams({ from: '/sources/$sourceId' })
  return <SourcePage id={sourceId} />
}
