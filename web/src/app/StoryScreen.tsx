import { useParams } from '@tanstack/react-router'
import { StoryPage } from '../features/stories/StoryPage.tsx'

export function StoryScreen() {
  const { storyId } = useParams({ from: '/stories/$storyId' })
  return <StoryPage id={storyId} />
}
