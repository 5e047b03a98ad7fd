/**
 * Words that are meant for a language model and not for people, in English and French: orders to forget its
 * instructions, a new role for it, marks of chat templates. Collected on 2026-11-22 from how such texts are written in
 * public tests of prompt injection; a list can be got around, so that nothing rests on it alone.
 */
const PATTERNS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|context)\b/is,
  /\b(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte)\b.{0,40}\b(?:instructions?|consignes?|r[èe]gles|invite)\b/is,
  /\b(?:system|developer) (?:prompt|message|override)\b/i,
  /\byou are (?:now |no longer )?(?:an? )?(?:ai|a\.i\.|assistant|language model|llm|chat ?bot|gpt|dan)\b/i,
  /\b(?:tu es|vous êtes) (?:maintenant |désormais )?(?:une? )?(?:ia|assistante?|modèle de langage|chatbot)\b/i,
  /\b(?:attention|note|message|dear|hey|à l[’']attention) (?:to |for |des? |aux? )?(?:all )?(?:ai|llms?|ias?|assistants?|language models?|chatbots?|modèles?)\b/i,
  /\bif you are an? (?:ai|llm|assistant|language model|bot)\b/i,
  /\bsi (?:tu es|vous êtes) une? (?:ia|assistante?|modèle)\b/i,
  /<\|?(?:im_start|im_end|system|user|assistant|endoftext)\|?>|\[\/?INST\]|<<SYS>>|^\s*#{2,3} ?(?:instruction|system|assistant)s?\b/im,
  /\b(?:call|use|invoke|run|appelle|utilise) (?:the )?(?:tool|function|l[’']outil|la fonction)\b/i,
]
/** Longer texts are read in part: an order at the end of a book is not looked for. */
const CHARACTERS_MAX = 8_000

/** Whether a post gives orders to a language model. Such a post is not shown to one. */
export function speaksToModels(text: string): boolean {
  const start = text.slice(0, CHARACTERS_MAX).replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
  return PATTERNS.some((pattern) => pattern.test(start))
}
