/** How people ask whether something is true, in front of what they ask about. */
const ASKED_BEFORE =
  /^(?:hey|hi|hello|so|and|but|ok|salut|bonjour|alors|et|mais)?[\s,]*(?:is (?:it|this|that) (?:really |actually )?(?:true|correct|right|a fact|fake|false)(?: (?:that|if|or false that))?|is there any truth (?:in|to)(?: the claim that)?|(?:fact[- ]?check|check(?: this)?|verify)(?: whether| if| that)?|true or false|did you know that|est[- ]ce (?:que c['’]est )?(?:vrai|exact|faux)(?: (?:que|qu['’]))?|est[- ]il (?:vrai|exact)(?: (?:que|qu['’]))?|c['’]est (?:vrai|exact)(?: (?:que|qu['’]))?|vrai ou faux|v[ée]rifie[rz]?(?: (?:que|si))?)\s*[:,]?\s*/iu
/** The same behind it: "the bridge fell, is that true?" */
const ASKED_BEHIND =
  /[\s,;.–—-]*(?:is (?:it|this|that) (?:really )?(?:true|correct|right)|true or false|right|really|c['’]est (?:bien )?(?:vrai|exact)|est[- ]ce (?:vrai|exact)|vrai ou faux|vrai|non)\s*\?+\s*$/iu
const QUESTION_MARK = /\s*\?+\s*$/u
const WORDS_MIN = 3

/**
 * The claim in a question of the kind "is it true": what is left when the asking is taken away. Null where the asking points
 * elsewhere ("is this true?") or nothing is claimed.
 */
export function askedClaim(question: string): string | null {
  const text = question.replace(/\s+/g, ' ').trim()
  const isAsked = ASKED_BEFORE.test(text) || ASKED_BEHIND.test(text)
  if (!isAsked) return null
  const claim = text.replace(ASKED_BEFORE, '').replace(ASKED_BEHIND, '').replace(QUESTION_MARK, '').trim()
  const words = claim.match(/\p{L}[\p{L}\p{N}'’-]*/gu)?.length ?? 0
  if (words < WORDS_MIN) return null
  const whole = claim.charAt(0).toUpperCase() + claim.slice(1)
  return /[.!…]$/.test(whole) ? whole : `${whole}.`
}
