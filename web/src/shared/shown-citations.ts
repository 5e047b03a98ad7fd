import type { CitationJson } from '../../../src/contract/answer.ts'
import { createStore } from './store.ts'

/**
 * The citations of the chat on screen, by number: the evidence panel steps through them and shows the quote
 * where the post itself is no longer stored. The chat writes, the panel reads.
 */
export const shownCitations = createStore<readonly CitationJson[]>([])
