import { fold } from '../words/tokens.ts'

export type Locale = 'en' | 'fr'

const FRENCH =
  /\b(?:le|la|les|des|du|une|un|est|sont|qui|que|quoi|quand|ou|combien|pourquoi|comment|quel|quelle|quels|quelles|dans|sur|avec|pour|pas|ce|cette|il|elle|ils|sait|passe|selon|au|aux|a-t-il|a-t-elle|y|eu|ont|et|de|en|bonjour|salut|merci|bonsoir|coucou|oui|non|tu|vous|es|peux|racontes?|blague|raconte|fais|savez)\b|\b(?:qu|l|d|s|n|c|j)'/g
const ENGLISH =
  /\b(?:the|is|are|was|were|who|whom|what|when|where|how|many|much|why|which|in|of|at|on|do|does|did|to|and|for|has|have|been|it|true|about|there|people|hello|hi|hey|thanks|thank|you|can|tell|me|joke|your|please|yes|no|say|saying|happened)\b/g

/** Language a question is asked in, by its function words; `fallback` where it has none that tell. */
export function questionLanguage(question: string, fallback: Locale): Locale {
  const plain = fold(question)
  const accents = /[àâçèéêëîïôùûœ]/i.test(question) ? 0.5 : 0
  const french = (plain.match(FRENCH)?.length ?? 0) + accents
  const english = plain.match(ENGLISH)?.length ?? 0
  if (french === english) return fallback
  return french > english ? 'fr' : 'en'
}
