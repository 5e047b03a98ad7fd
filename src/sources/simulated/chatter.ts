import type { Random } from '../../lib/random.ts'
import { COMMUNITIES, type Community } from './communities.ts'
import { type Draft, makeDraft, Recent } from './draft.ts'
import { EVENT_KINDS } from './events/event-kinds.ts'
import { definite } from './events/sheet.ts'
import { capitalise, expand, type Lang, type Phrases } from './grammar.ts'
import { EMOJI, roughen } from './roughen.ts'
import { DAY_MS, dayName, HOUR_MS } from './times.ts'
import type { User, World } from './world.ts'

/** Relative activity by hour of the day, UTC; a plausible day, not measured from anyone. */
const HOURLY = [3, 2, 1, 1, 1, 2, 5, 8, 9, 8, 8, 8, 10, 9, 8, 8, 9, 10, 11, 12, 12, 11, 8, 5]
const AWAKE: Readonly<Record<Community['hours'], (hour: number) => number>> = {
  any: () => 1,
  day: (hour) => (hour >= 7 && hour < 19 ? 2 : 0.4),
  evening: (hour) => (hour >= 17 && hour < 24 ? 3 : 0.5),
  night: (hour) => (hour >= 20 || hour < 4 ? 3 : 0.5),
}

const HOBBY: Phrases = {
  en: [
    '[spent|just spent|wasted] the [whole morning|evening|day] {doing}, [no regrets|worth it|my back hurts]',
    '{things} again. [why|of course|i love it|every single time]',
    '[anyone else|does anybody else] [struggling with|obsessed with|tired of] {things}?',
    'hot take: {things} are [overrated|underrated|the best part of the day]',
    '{gear} [broke|arrived|saved my weekend|is a game changer|needs replacing]',
    'day {n} of {doing}. [progress is slow|getting there|still terrible at it]',
    '[tip|pro tip|reminder]: never start {doing} [before coffee|after midnight|without a plan]',
    'my [sister|neighbour|flatmate] says {doing} is [a cult|therapy|not a personality]. [she is right|rude|hmm]',
    '[looking for|can anyone recommend] a good [book|shop|video] about {doing}?',
    '[{n} hours|half a day] of {doing} and all i have to show for it is {things}',
    'is {gear} [worth it|worth the money] or should i [wait|borrow one|forget it]?',
    '[meetup|group] for people into {doing} {in_town} this weekend, [who is coming|about {n} of us so far]?',
    'i [finally|accidentally] sold {gear} and i [miss it|feel free|regret nothing]',
    'unpopular opinion but {doing} [beats|is worse than] {doing}',
    'three things that make me happy: coffee, {things}, {doing}',
  ],
  fr: [
    "[passé|encore passé] [la matinée|la soirée|la journée] à {doing}, [aucun regret|ça valait le coup|j'ai mal au dos]",
    "encore {things}. [pourquoi|évidemment|j'adore|à chaque fois]",
    '[vous aussi|il y a que moi que] {things} [fatiguent|obsèdent|amusent] ?',
    'avis impopulaire : {things}, [surcoté|sous-coté|le meilleur moment de la journée]',
    "{gear} [m'a lâché|est arrivé|a sauvé mon week-end|change tout|est à remplacer]",
    'jour {n} à {doing}. [ça avance|doucement|toujours aussi nul]',
    '[astuce|rappel] : ne jamais commencer à {doing} [avant le café|après minuit|sans plan]',
    "ma [sœur|voisine|coloc] dit que {doing} c'est [une secte|une thérapie|pas une personnalité]. [elle a raison|sympa|hmm]",
    "[quelqu'un connaît|je cherche] [un bon livre|une boutique|une vidéo] pour {doing} ?",
    'bilan de la journée : {n} heures à {doing} et toujours {things}',
    "{gear}, [ça vaut le coup|ça vaut le prix] ou j'attends ?",
    '[rencontre|petit groupe] pour {doing} {in_town} ce week-end, [qui vient|on est déjà {n}] ?',
    "j'ai [enfin|bêtement] vendu {gear} et [ça me manque|je me sens libre|je ne regrette rien]",
    'trois choses qui me rendent heureux : le café, {things}, {doing}',
  ],
}

const LIFE: Phrases = {
  en: [
    'my inbox is on fire, {n} unread',
    'the kitchen was flooded because i forgot the tap. {n} towels later...',
    'fire drill at work, {n} of us in the rain',
    'on strike from cooking, it is pizza night {in_town}',
    'power nap of {n} minutes, best decision of the week',
    'won the office sweepstake, {n} crowns and endless glory',
    'someone stole my lunch from the fridge. day {n}',
    'the vote is in: {n} to 2 for tacos',
    'lost {n} to 1 against my kid',
    'train was packed, at least {n} people in my carriage',
    '{weekday} mood: tired',
    'who do i call when the lift {in_town} is stuck',
    'good morning {town} [☀️|☕|]',
    'why is it [so cold|so hot|raining again] {in_town}',
    '[need|i need] coffee',
    'monday energy on a [{weekday}|day like this]',
    '[best|worst] [sandwich|pizza|soup] of my life {in_town}',
    "can't sleep. [again|anyone up?]",
    'the bus was {n} minutes late [again|today], [classic|i give up]',
    'lost my keys {in_town}, if you find {n} keys on a blue ring please tell me',
    'my cat just [knocked over|sat on|judged] {n} [plants|mugs|books]',
    'new haircut. [regret|love it|help]',
    'what are you all [watching|reading|listening to] [tonight|this week]?',
    'rent went up again. {n} percent. [cool cool cool|i am moving to the woods]',
    'my boss said "quick call" and it took {n} minutes',
    'sunset over {town} [is unreal|right now|never gets old]',
    'happy birthday to me, {n} today 🎂',
    'just walked {n} km because i missed the last tram',
    'who decided meetings at 8 am were legal',
    'neighbour has been [drilling|singing|hoovering] for {n} hours',
    'reply with your favourite [cheese|word|bird]',
    'ok which one of you moved to {town}?',
    'market {in_town} was lovely this morning, {n} kinds of cheese',
  ],
  fr: [
    'ma boîte mail brûle, {n} non lus',
    'cuisine inondée parce que j’ai oublié le robinet. {n} serviettes plus tard...',
    'exercice incendie au boulot, {n} sous la pluie',
    'en grève de cuisine, soirée pizza {in_town}',
    'sieste de {n} minutes, meilleure décision de la semaine',
    'gagné la cagnotte du bureau, {n} couronnes et la gloire',
    'on a volé mon repas dans le frigo. jour {n}',
    'le vote est clair : {n} contre 2 pour les crêpes',
    'battu {n} à 1 par ma fille',
    'train bondé, au moins {n} personnes dans la voiture',
    'humeur de {weekday} : fatigue',
    'on appelle qui quand l’ascenseur est coincé {in_town}',
    'bonjour {town} [☀️|☕|]',
    'pourquoi il fait [si froid|si chaud|encore gris] {in_town}',
    "[besoin|j'ai besoin] d'un café",
    '[déjà|encore] {weekday} ? [au secours|ok]',
    '[meilleur|pire] [sandwich|kebab|potage] de ma vie {in_town}',
    "j'arrive pas à dormir. [encore|quelqu'un est debout ?]",
    'bus en retard de {n} minutes [encore|ce jour], [classique|je craque]',
    'perdu mes clés {in_town}, {n} clés sur un anneau bleu, dites-moi',
    'mon chat vient de [renverser|juger|squatter] {n} [plantes|tasses|livres]',
    "nouvelle coupe. [regret|j'adore|au secours]",
    'vous [regardez|lisez|écoutez] quoi [ce soir|cette semaine] ?',
    'le loyer a encore pris {n} pour cent. [super|je pars vivre dans les bois]',
    'le chef a dit "petit appel", ça a duré {n} minutes',
    "coucher de soleil sur {town}, [irréel|là|on s'en lasse pas]",
    'joyeux anniversaire à moi, {n} ans 🎂',
    "j'ai marché {n} km parce que j'ai raté le dernier tram",
    'qui a décidé que les réunions à 8h étaient légales',
    'le voisin [perce|chante|passe l’aspirateur] depuis {n} heures',
    'répondez avec votre [fromage|mot|oiseau] préféré',
    "bon, qui d'entre vous a déménagé à {town} ?",
    'le marché {in_town} était top ce matin, {n} sortes de fromage',
  ],
}

const ANSWER: Phrases = {
  en: [
    'same',
    'same here',
    'lol',
    'haha [true|yes]',
    'no way',
    'this is me',
    'agree',
    'hard disagree',
    'try {gear}',
    'love that',
    'tell me more',
    'hope it gets better',
    'i did {doing} for {n} years, it passes',
    'where was that?',
    'wow',
  ],
  fr: [
    'pareil',
    'mdr',
    'ptdr',
    'tellement',
    'non ?!',
    "c'est moi",
    "d'accord",
    'pas du tout',
    'essaie {gear}',
    'trop bien',
    'raconte',
    'courage',
    "j'ai passé {n} ans à {doing}, ça passe",
    "c'était où ?",
    'waouh',
  ],
}

const MEMORY: Phrases = {
  en: [
    '[remember|who remembers] the {noun} in {town} in {year}? [i was there|we talked about it for months]',
    '{year}: the {noun} in {town}. [my grandmother still tells the story|{n} people we knew were there]',
    'reading about the {noun} of {year} in {town}, {n} pages so far',
    'my first job was the week after the {noun} in {town}, that was {year}',
  ],
  fr: [
    "[vous vous souvenez de|qui se rappelle] {noun} à {town} en {year} ? [j'y étais|on en a parlé des mois]",
    '{year} : {noun} à {town}. [ma grand-mère raconte encore|{n} voisins y étaient]',
    'je lis un livre sur {noun} de {year} à {town}, déjà {n} pages',
    'mon premier boulot, la semaine après {noun} à {town}, en {year}',
  ],
}

const SPAM: Phrases = {
  en: [
    'WIN {n}00 coins NOW, [limited offer|only today], click {link}',
    'i earn {n}00 a day from home, ask me how {link}',
    'best [shoes|watches|pills] -{n}0% {link}',
    'follow me and i follow back 💯💯',
    '[cheap|free] [phone|gift card] giveaway, first {n}00 people {link}',
  ],
  fr: [
    "GAGNEZ {n}00 jetons, [offre limitée|aujourd'hui seulement] {link}",
    'je gagne {n}00 par jour depuis chez moi, en MP {link}',
    '[chaussures|montres|gélules] -{n}0% {link}',
    'suivez-moi et je vous suis 💯💯',
    '[téléphone|carte cadeau] à gagner, {n}00 premiers {link}',
  ],
}

const FOREIGN: readonly (readonly [string, readonly string[]])[] = [
  [
    'es',
    [
      '[hoy|mañana] hace [sol|frío] en {town}',
      'qué [bonito|ruido] hay en {town}',
      'necesito [vacaciones|café|dormir]',
      'alguien más viendo el partido? somos {n}',
    ],
  ],
  [
    'de',
    [
      'heute wieder [Regen|Sonne|Nebel] in {town}',
      'wer [kommt|fährt] am Wochenende nach {town}?',
      'ich brauche [Kaffee|Urlaub|Schlaf]',
      '{n} Minuten Verspätung, wie immer',
    ],
  ],
  [
    'it',
    [
      'che [bella|brutta] giornata a {town}',
      'ho [fame|sonno|freddo]',
      'qualcuno ha {n} minuti per aiutarmi?',
      'stasera [pizza|cinema|divano]',
    ],
  ],
  [
    'pt',
    ['bom dia {town}', 'que [calor|frio] hoje', 'faltam {n} dias para as férias', 'alguém em {town} hoje?'],
  ],
]

/**
 * Everything that is not a story: hobby talk, daily life, memories, replies, spam, other languages.
 *
 * @param untold `<kind>/<town>` of events that nobody may mention, not even as a memory
 */
export function* chatter(
  world: World,
  count: number,
  overheard: Recent,
  untold: ReadonlySet<string>,
): Generator<Draft, void, void> {
  const random = world.random.fork('chatter')
  const recent = new Recent(400)
  for (let position = 0; position < count; position += 1) {
    const at = world.startAt + rhythm((position + random.next01()) / count, world)
    const draft = remark(world, random, at, recent, overheard, untold)
    if (draft.replyTo === null && draft.repostOf === null) recent.add(draft)
    yield draft
  }
}

function remark(
  world: World,
  random: Random,
  at: number,
  recent: Recent,
  overheard: Recent,
  untold: ReadonlySet<string>,
): Draft {
  const roll = random.next01()
  const author = awakeUser(world, random, at)
  const parent = random.chance(0.12) ? overheard.pick(random.next01()) : familiar(recent, author, random)
  if (roll < 0.2 && parent !== null) return answer(world, random, at, author, parent)
  if (roll < 0.24 && parent !== null) {
    return makeDraft({
      at,
      author,
      text: parent.text,
      lang: parent.lang,
      label: parent.label.startsWith('campaign') ? 'smalltalk' : parent.label,
      repostOf: parent,
      urls: parent.urls,
    })
  }
  if (roll < 0.27) return spam(world, random, at, author)
  if (roll < 0.3) return foreign(world, random, at, author)
  if (roll < 0.31) return memory(world, random, at, author, untold)
  const community = COMMUNITIES[author.community] as Community
  const phrases = random.chance(0.6) ? HOBBY : LIFE
  const text = say(world, random, at, phrases, author.lang, community)
  const tag = phrases === HOBBY && random.chance(0.15) ? ` #${community.tag}` : ''
  const rough = roughen(text, author.lang, author.sloppy01, random)
  return makeDraft({
    at,
    author,
    text: rough + tag,
    lang: random.chance(0.97) ? author.lang : null,
    label: 'smalltalk',
  })
}

/** People answer their own circle: the same interest and language, where one of a few is at hand. */
function familiar(recent: Recent, author: User, random: Random): Draft | null {
  let found = recent.pick(random.next01())
  for (let tries = 0; tries < 4 && found !== null; tries += 1) {
    if (found.author.community === author.community && found.lang === author.lang) return found
    found = recent.pick(random.next01())
  }
  return found
}

function answer(world: World, random: Random, at: number, author: User, parent: Draft): Draft {
  const lang: Lang = parent.lang === 'fr' ? 'fr' : 'en'
  const text = say(world, random, at, ANSWER, lang, COMMUNITIES[author.community] as Community)
  return makeDraft({
    at,
    author,
    text: random.chance(0.2) ? random.pick(EMOJI) : text,
    lang,
    label: 'smalltalk',
    replyTo: parent,
  })
}

function spam(world: World, random: Random, at: number, author: User): Draft {
  const link = `https://${random.pick(['deals', 'promo', 'bonus', 'gratis'])}${random.integer(1, 99)}.example/${random.integer(1000, 9999)}`
  const text = say(world, random, at, SPAM, author.lang, COMMUNITIES[0] as Community, link)
  return makeDraft({
    at,
    author,
    text,
    lang: author.lang,
    label: 'spam',
    urls: text.includes(link) ? [link] : [],
  })
}

/** One person remembers an old event of a town: like the news, and not the news. */
function memory(world: World, random: Random, at: number, author: User, untold: ReadonlySet<string>): Draft {
  const kind = random.pick(EVENT_KINDS)
  const { lang } = author
  const noun = random.pick(kind.nouns[lang])
  const towns = world.towns.filter((town) => !untold.has(`${kind.id}/${town}`))
  const town = towns.length === 0 ? random.pick(world.towns) : random.pick(towns)
  const text = expand(
    random.pick(MEMORY[lang]),
    (name) => {
      if (name === 'town') return town
      if (name === 'noun') return lang === 'fr' ? definite(noun) : noun
      if (name === 'year') return String(random.integer(1979, 2021))
      return slotsFor(world, random, at, lang, COMMUNITIES[0] as Community)(name)
    },
    random,
    lang,
  )
  return makeDraft({
    at,
    author,
    text: roughen(capitalise(text), lang, author.sloppy01, random),
    lang,
    label: 'memory',
  })
}

function foreign(world: World, random: Random, at: number, author: User): Draft {
  const [lang, templates] = random.pick(FOREIGN)
  const text = expand(
    random.pick(templates),
    slotsFor(world, random, at, 'en', COMMUNITIES[0] as Community),
    random,
    'en',
  )
  return makeDraft({ at, author, text: capitalise(text), lang, label: 'offtopic' })
}

function say(
  world: World,
  random: Random,
  at: number,
  phrases: Phrases,
  lang: Lang,
  community: Community,
  link = '',
): string {
  const text = expand(
    random.pick(phrases[lang]),
    slotsFor(world, random, at, lang, community, link),
    random,
    lang,
  )
  return random.chance(0.6) ? capitalise(text) : text
}

function slotsFor(world: World, random: Random, at: number, lang: Lang, community: Community, link = '') {
  const talk = community[lang]
  return (name: string): string | null => {
    switch (name) {
      case 'things':
        return random.pick(talk.things)
      case 'doing':
        return random.pick(talk.doing)
      case 'gear':
        return random.pick(talk.gear)
      case 'town':
        return random.pick(world.towns)
      case 'in_town':
        return `${lang === 'en' ? 'in' : 'à'} ${random.pick(world.towns)}`
      case 'n':
        return String(random.integer(2, 60))
      case 'weekday':
        return dayName(at, lang)
      case 'link':
        return link
      default:
        return null
    }
  }
}

/** Picks by hour: communities that are awake now speak more. */
function awakeUser(world: World, random: Random, at: number): User {
  const hour = Math.floor((at % DAY_MS) / HOUR_MS)
  let user = world.anyUser(random)
  for (let tries = 0; tries < 3; tries += 1) {
    const awake = AWAKE[(COMMUNITIES[user.community] as Community).hours](hour)
    if (random.next01() * 3 < awake) return user
    user = world.anyUser(random)
  }
  return user
}

const HOURLY_SUM = HOURLY.reduce((sum, weight) => sum + weight, 0)

/** Milliseconds from the start for a share of the posts, so that days have their rhythm. */
function rhythm(share01: number, world: World): number {
  const days = (world.endAt - world.startAt) / DAY_MS
  const day = Math.floor(share01 * days)
  let left = (share01 * days - day) * HOURLY_SUM
  for (let hour = 0; hour < 24; hour += 1) {
    const weight = HOURLY[hour] as number
    if (left < weight) return Math.floor(day * DAY_MS + (hour + left / weight) * HOUR_MS)
    left -= weight
  }
  return day * DAY_MS + DAY_MS - 1
}
