import { AskPage } from '../features/ask/AskPage.tsx'
import { ChatList } from '../features/ask/ChatList.tsx'
import { Intake } from '../features/intake/Intake.tsx'

/** The first screen: asking, with the ways to bring in posts while there are none. */
export function NewQuestionScreen() {
  return <AskPage intake={<Intake isFirst />} earlier={<ChatList />} />
}
