/**
 * How people take sides in replies, in English and French: each pattern with what it adds to a stance. Written from what such replies say in
 * general, 2026-11-22; no set of labelled replies was used. Texts are lower case, accents folded, without mentions and links.
 */
export type ReplySign = { readonly pattern: RegExp; readonly adds: number }

export const QUERY_SIGNS: readonly ReplySign[] = [
  { pattern: /\?/, adds: 1.2 },
  { pattern: /\?["'”’)\s]*$/, adds: 0.9 },
  {
    pattern:
      /\b(?:is (?:this|that|it) (?:true|real|legit|confirmed|verified|official)|any (?:proof|evidence|source|confirmation|truth)|source\?|proof\?|link\?|really\?|seriously\?|confirmed\?|true\?|real\?|verified\?)/,
    adds: 2.2,
  },
  {
    pattern:
      /\b(?:what(?:'s| is) (?:your|the) (?:source|proof|evidence)|who (?:said|says|confirmed|told)|where (?:did|do|is|are) (?:you|this|that|it)|how do (?:you|we|they) know|are you sure|can (?:you|anyone|someone) (?:confirm|verify))/,
    adds: 2,
  },
  {
    pattern:
      /^(?:who|what|when|where|which|how|is|are|was|were|did|does|do|has|have|any(?:one)?|so)\b[^.!]*\?/,
    adds: 0.9,
  },
  {
    pattern:
      /\b(?:unconfirmed|not confirmed|wondering (?:if|whether)|would like to know|need (?:a )?(?:source|proof)|show (?:me|us) (?:the )?(?:proof|evidence))/,
    adds: 1,
  },
  {
    pattern:
      /\b(?:c'est (?:vrai|sur|confirme|officiel)|une (?:source|preuve)|quelle (?:source|preuve)|source ?\?|vraiment ?\?|serieux ?\?|t'es sur|vous etes sur|qui (?:dit|confirme)|d'ou (?:vient|sort|tenez))/,
    adds: 1.8,
  },
  // Asked to attack, not to know.
  {
    pattern:
      /\b(?:why (?:don't|do not|are you|is it always|should)|how dare|who cares|what the (?:hell|fuck)|wtf|pourquoi (?:tu|vous) ne)/,
    adds: -1.3,
  },
]

export const DENY_SIGNS: readonly ReplySign[] = [
  {
    pattern:
      /\b(?:not true|untrue|isn't true|is not true|false|fake|hoax|lie|lies|lying|liar|bullshit|bs|bogus|debunked|myth|rumou?r|nonsense|made up|photoshop(?:ped)?|misinformation|disinformation|propaganda|inaccurate|incorrect|misleading|satire|troll|wrong)\b/,
    adds: 1.9,
  },
  {
    pattern:
      /\b(?:no evidence|no proof|never happened|didn't happen|did not happen|there (?:is|was|were|are) no|hasn't been|has not been|nobody (?:was|is|has)|not (?:a|the|an|one|what|how|even|in|at|from)|isn't|wasn't|aren't|weren't|didn't|doesn't|don't believe|do not believe|i doubt|doubt it|disagree|can't be|cannot be|stop (?:spreading|lying|posting|making))\b/,
    adds: 0.9,
  },
  { pattern: /^(?:no|nope|nah|wrong|false|lies|bullshit|fake|not)\b/, adds: 1.5 },
  {
    pattern:
      /\b(?:actually|in fact|contrary|delete this|get your facts|fact check|check your facts|police (?:deny|denied|say no)|denied|denies|retract(?:ed)?|correction|mistaken)\b/,
    adds: 0.9,
  },
  {
    pattern:
      /\b(?:faux|fausse|c'est pas vrai|pas vrai|mensonges?|menteur|menteuse|infox|intox|canular|n'importe quoi|fake news|rumeur|dementi|desinformation|propagande|montage|photoshop|aucune preuve|arretez de|contrairement|en realite|vous vous trompez|tu te trompes)\b/,
    adds: 1.9,
  },
  { pattern: /^(?:non|faux|mensonge|pas du tout)\b/, adds: 1.5 },
]

export const SUPPORT_SIGNS: readonly ReplySign[] = [
  {
    pattern:
      /\b(?:it's true|it is true|so true|very true|that's true|true story|indeed|exactly|agree|agreed|absolutely|confirmed|confirms?|verified|correct|i (?:saw|heard|was there|can confirm)|well said|spot on|as i said|told you|yes it (?:is|was|did)|can confirm)\b/,
    adds: 2,
  },
  {
    pattern: /^(?:yes|yep|yeah|yup|true|exactly|correct|agreed|absolutely|indeed|this)\b(?! but)/,
    adds: 1.5,
  },
  {
    pattern:
      /^(?:rt|mt)\b|\b(?:breaking|update|reports? (?:say|that|of)|reported(?:ly)?|according to|police (?:say|said|confirm)|officials? (?:say|said|confirm)|witness(?:es)? (?:say|said)|via|live)\b/,
    adds: 1.1,
  },
  {
    pattern:
      /\b(?:c'est vrai|exactement|tout a fait|d'accord|confirme|confirmee?|effectivement|bien dit|en effet|absolument|je confirme|selon|d'apres|la police (?:dit|confirme)|temoins?)\b/,
    adds: 1.8,
  },
  { pattern: /^(?:oui|exact|vrai|tout a fait|absolument|effectivement)\b/, adds: 1.5 },
]

export const COMMENT_SIGNS: readonly ReplySign[] = [
  {
    pattern:
      /\b(?:pray(?:ing|ers)?|thoughts|rip|r\.i\.p|condolences|so sad|heartbreaking|omg|oh my|god|lol|lmao|haha|smh|wow|thank(?:s| you)|please|hope|love|hate|sad|sorry|bless|safe|idiots?|stupid|shame|disgusting|terrible|awful|horrible)\b/,
    adds: 0.6,
  },
  {
    pattern:
      /\b(?:pensees|prieres|condoleances|triste|merci|mdr|ptdr|honte|horrible|courage|espere|idiots?|desole)\b/,
    adds: 0.6,
  },
]
