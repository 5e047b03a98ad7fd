import { Intake } from '../features/intake/Intake.tsx'
import { SourcesPage } from '../features/sources/SourcesPage.tsx'

export function SourcesScreen() {
  return <SourcesPage intake={<Intake isFirst={false} />} />
}
