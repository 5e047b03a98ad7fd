import type { Post } from '../../domain/post.ts'
import { readCues } from '../words/cues.ts'
import { sharedShare01, tellingStems } from './shared-words.ts'
import { assignVoices } from './voices.ts'

/** Another post that says the same as a given one, or denies it. */
export type Echo = { readonly post: Post; readonly voice: string; readonly isDenial: boolean }

/** Share of the shorter text's words that both have: to say the same, and to speak of the same matter. */
const SAME_SHARE = 0.6
const DENIAL_SHARE = 0.35

/**
 * Who else says what a post says, and who denies it, by the words they share. One post for each voice, oldest first;
 * the post's own author is left out.
 */
export function findEchoes(post: Post, others: readonly Post[]): Echo[] {
  const own = tellingStems(post.text)
  const voices = assignVoices([post, ...others])
  const echoes = new Map<string, Echo>()
  const ordered = others
    .filter((other) => other.id !== post.id && other.author !== post.author)
    .toSorted((a, b) => (a.createdAt ?? Infinity) - (b.createdAt ?? Infinity))
  for (const other of ordered) {
    const isDenial = readCues(other.text).denial && !readCues(post.text).denial
    if (sharedShare01(own, tellingStems(other.text)) < (isDenial ? DENIAL_SHARE : SAME_SHARE)) continue
    const voice = voices.get(other.id) ?? other.author
    if (!echoes.has(`${voice} ${isDenial}`))
      echoes.set(`${voice} ${isDenial}`, { post: other, voice, isDenial })
  }
  return [...echoes.values()]
}
