import { lazy, Suspense } from 'react'
import { AskPage } from '../features/ask/AskPage.tsx'
import { ChatList } from '../features/ask/ChatList.tsx'
import { Skeleton } from '../shared/ui/Skeleton.tsx'

/** Only an empty archive shows it. */
const Intake = lazy(async () => ({ default: (await import('../features/intake/Intake.tsx')).Intake }))

/** The first screen: asking, with the ways to bring in posts while there are none. */
export function NewQuestionScreen() {
  const intake = (
    <Suspense fallback={<Skeleton lines={6} />}>
      <Intake isFirst />
    </Suspense>
  )
  return <AskPage intake={intake} earlier={<ChatList />} />
}
