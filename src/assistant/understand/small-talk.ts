import { plainWords } from '../words/cues.ts'
import type { Locale } from './question-language.ts'

type Topic =
  | 'hello'
  | 'how_are_you'
  | 'who_are_you'
  | 'what_can_you_do'
  | 'thanks'
  | 'bye'
  | 'joke'
  | 'are_you_human'
  | 'how_sure'
  | 'sources'
  | 'praise'
  | 'complaint'
  | 'nothing'

/** The whole of a question must be small talk, so that "hello, what happened in …" is still answered. */
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  [
    'who_are_you',
    / (?:who (?:are|r) (?:you|u)|what are you|what is verity|who is verity|your name|introduce yourself|who (?:made|built|created|runs) you|qui es tu|qui etes vous|tu es qui|t es qui|vous etes qui|c est quoi verity|qu est ce que verity|ton nom|votre nom|comment (?:tu t appelles|t appelles tu|vous appelez vous)|presente toi|presentez vous|qui t a (?:cree|fait)) /,
  ],
  [
    'what_can_you_do',
    / (?:what (?:can|do) you do|what can i ask|how do you work|how does this work|what are you (?:good )?for|^ help|your (?:capabilities|features)|how can you help|que (?:peux tu|pouvez vous|sais tu|savez vous) faire|tu (?:peux|sais) faire quoi|qu est ce que (?:tu peux|tu sais|vous pouvez|vous savez) faire|a quoi (?:sers tu|tu sers|servez vous|ca sert)|comment (?:ca marche|tu fonctionnes|fonctionnes tu|fonctionnez vous)|aide moi|que puis je (?:te |vous )?demander|tes capacites|^ aide) /,
  ],
  [
    'are_you_human',
    / (?:are you (?:a |an )?(?:human|robot|bot|ai|real|alive|chatgpt|grok|gpt|machine|person)|es tu (?:un |une )?(?:humain|humaine|robot|ia|reel|vivant|machine|chatgpt|grok)|etes vous (?:un |une )?(?:humain|robot|ia)|tu es (?:un |une )?(?:humain|robot|ia|machine)) /,
  ],
  [
    'how_sure',
    / (?:(?:can|should) i trust you|are you (?:always )?(?:sure|right|reliable)|do you (?:lie|make things up|hallucinate)|how (?:sure|reliable|accurate) are you|peut on te faire confiance|puis je te faire confiance|es tu (?:sure?|fiable)|tu mens|est ce que tu mens|etes vous fiable|tu inventes) /,
  ],
  [
    'sources',
    / (?:what are your sources|where do you get your (?:information|news|data)|where does your (?:information|data) come from|quelles sont tes sources|quelles sont vos sources|d ou viennent tes (?:informations|infos)|d ou tiens tu) /,
  ],
  [
    'joke',
    / (?:tell (?:me |us )?(?:a |another |one more )?(?:good )?joke|make me laugh|(?:say|something) (?:something )?funny|know any jokes|raconte(?:s|z)?(?: |-)?(?:moi |nous )?(?:une |encore une )?(?:autre )?(?:bonne )?blague|fais(?: |-)moi rire|une blague|dis(?: |-)moi quelque chose de drole|tu connais (?:une|des) blagues?) /,
  ],
  [
    'how_are_you',
    / (?:how are you|how r u|how is it going|how s it going|how do you do|how are things|how have you been|what s up|whats up|wassup|sup|ca va|comment (?:ca va|vas tu|allez vous|tu vas)|tu vas bien|vous allez bien|la forme) /,
  ],
  [
    'thanks',
    / (?:thanks|thank you|thank u|thx|cheers|much appreciated|merci|je te remercie|je vous remercie|parfait merci) /,
  ],
  [
    'bye',
    / (?:bye|goodbye|good night|see you|see ya|au revoir|bonne nuit|a bientot|a plus|bonne soiree|bonne journee|have a (?:nice|good) (?:day|evening|one)|ciao|adieu|a demain) /,
  ],
  [
    'praise',
    / (?:well done|good (?:job|bot|answer)|nice (?:one|work|job)|great (?:job|answer|work)|you are (?:great|smart|awesome|clever|funny)|i love you|bravo|bien joue|bon travail|tu es (?:genial|geniale|super|forte?|intelligente?|drole)|je t aime|excellent|impressive|super) /,
  ],
  [
    'complaint',
    / (?:you (?:are|re) (?:wrong|stupid|useless|dumb|an idiot)|that s (?:wrong|rubbish|nonsense)|bad bot|you suck|tu (?:es|te) (?:nulle?|bete|stupide|inutile|trompes)|c est (?:nul|n importe quoi)|mauvaise reponse) /,
  ],
  [
    'hello',
    / (?:hello|hi|hey|hiya|yo|greetings|good (?:morning|afternoon|evening|day)|howdy|bonjour|salut|coucou|bonsoir|hello there|allo|wesh|re) /,
  ],
  ['nothing', / (?:lo+l|lmao|rofl|(?:ha){2,}|(?:he){2,}|mdr+|ptdr+|xd+) /],
]

/** Words that may stand around small talk without making it a question about the world. */
const PADDING =
  /\b(?:there|verity|please|so|very|much|a|lot|again|you|everyone|all|my|friend|and|oh|ok|okay|ah|well|today|for|the|your|help|answer|that|this|it|is|was|i|am|to|me|just|can|could|pls|now|then|dear|bot|s|m|re|day|one|more|good|nice|have|what|do|who|are|et|alors|bon|bien|beaucoup|pour|ton|ta|tes|votre|vos|aide|reponse|la|le|les|cette|ca|c|est|tout|monde|bonjour|salut|toi|vous|tu|te|moi|s il|il|te|plait|stp|svp|mon|ami|amie|infiniment|encore|une|un|de|qui|es|j|peux|peut|on|fois|quoi|comment|aujourd|hui)\b/g

/** Answers that need no evidence. Null when the text asks about the world. */
export function smallTalk(question: string, locale: Locale): string | null {
  const topic = smallTalkTopic(question)
  return topic === null ? null : REPLIES[locale][topic]
}

function smallTalkTopic(question: string): Topic | null {
  let rest = plainWords(question)
  if (!/[\p{L}\p{N}]/u.test(rest)) return 'nothing'
  let topic: Topic | null = null
  for (const [name, pattern] of TOPICS) {
    const match = pattern.exec(rest)
    if (match === null) continue
    topic ??= name
    rest = ` ${rest.replace(match[0], '  ').replace(/\s+/g, ' ').trim()} `
  }
  const left = rest
    .replace(PADDING, ' ')
    .replace(/\b[a-z]{1,2}\b/g, ' ')
    .trim()
  return topic !== null && left === '' ? topic : null
}

const REPLIES: Readonly<Record<Locale, Readonly<Record<Topic, string>>>> = {
  en: {
    hello: 'Hello. Ask me about something people are posting about, and I will show who says what.',
    how_are_you: 'Running, and reading. What would you like to know?',
    who_are_you:
      'I am Verity. I read public posts as they arrive and answer from them, with every sentence tied to the posts that say it. When too few independent accounts agree, I say so instead of guessing.',
    what_can_you_do:
      'Ask who, when, where, how many, why, what happened, what people say, or whether something is true. I look through the posts stored here, compare what independent accounts say, quote them, and show each one. I do not know what nobody posted.',
    thanks: 'You are welcome.',
    bye: 'Goodbye. The posts will keep.',
    joke: 'Two accounts walk into a bar. Both posted the same text, so I counted one.',
    are_you_human: 'No. I am a program: I search posts, compare accounts and quote them.',
    how_sure:
      'Only as sure as the posts. I show how many independent accounts say a thing, and I abstain when there are too few. Open the quotes and judge.',
    sources:
      'The posts stored in this archive: live networks that are connected, and files that were imported. Every sentence of an answer shows its own.',
    praise: 'Thank you. The accounts did the work.',
    complaint: 'That may be. Open the quotes: if they do not carry the sentence, the sentence is wrong.',
    nothing: 'Ask a question about something people are posting about.',
  },
  fr: {
    hello: 'Bonjour. Posez une question sur un sujet dont on parle : je montrerai qui dit quoi.',
    how_are_you: 'En marche, et en pleine lecture. Que voulez-vous savoir ?',
    who_are_you:
      'Je suis Verity. Je lis les messages publics à mesure qu’ils arrivent et je réponds à partir d’eux : chaque phrase renvoie aux messages qui la portent. Quand trop peu de comptes indépendants concordent, je le dis plutôt que de deviner.',
    what_can_you_do:
      'Demandez qui, quand, où, combien, pourquoi, ce qui s’est passé, ce qu’en disent les gens, ou si une chose est vraie. Je cherche dans les messages enregistrés ici, je compare ce que disent des comptes indépendants, je les cite et je montre chacun. Ce que personne n’a écrit, je ne le sais pas.',
    thanks: 'Je vous en prie.',
    bye: 'Au revoir. Les messages restent là.',
    joke: 'Deux comptes entrent dans un bar. Ils avaient publié le même texte : j’en ai compté un.',
    are_you_human:
      'Non. Je suis un programme : je cherche des messages, je compare des comptes et je les cite.',
    how_sure:
      'Pas plus sûr que les messages. Je montre combien de comptes indépendants disent une chose, et je m’abstiens quand ils sont trop peu. Ouvrez les citations et jugez.',
    sources:
      'Les messages de cette archive : les réseaux connectés et les fichiers importés. Chaque phrase d’une réponse montre les siens.',
    praise: 'Merci. Ce sont les comptes qui ont fait le travail.',
    complaint:
      'C’est possible. Ouvrez les citations : si elles ne portent pas la phrase, la phrase est fausse.',
    nothing: 'Posez une question sur un sujet dont on parle.',
  },
}
