import type { Random } from '../../lib/random.ts'
import { ANSWER, FOREIGN, HOBBY, LIFE, MEMORY, SPAM } from './chatter-words.ts'
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
