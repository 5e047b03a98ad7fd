import { Random } from '../src/lib/random.ts'

/** Words of everyday posts; ranks follow Zipf's law, and invented words make the long tail. */
const ENGLISH =
  'the of to and a in is that for it on was with as are this be at have from not by we they you he said has people new about ' +
  'city police fire today after government storm morning road train bridge hospital minister election vote court water school ' +
  'power officials residents families report warning evening company market price workers strike protest season match goal ' +
  'player coach team record album concert video photo rain snow flood earthquake closed opened reported confirmed injured ' +
  'announced running killed missing found building airport station traffic delays thousands hundreds several emergency'
const FRENCH =
  'de la le les et des en un une du que est pour qui dans par sur pas au plus avec ce il sont elle nous vous mais on été ville ' +
  "police incendie aujourd'hui après gouvernement tempête matin route train pont hôpital ministre élection vote tribunal eau " +
  'école courant responsables habitants familles alerte soir entreprise marché prix salariés grève manifestation saison match ' +
  'but joueur entraîneur équipe disque concert vidéo pluie neige inondation séisme fermé ouvert annoncé blessés disparus ' +
  "bâtiment aéroport gare circulation retards milliers centaines plusieurs urgence l'équipe d'abord c'est qu'il"
const TAIL_WORDS = 150_000
const CONSONANTS = 'bcdfghklmnprstv'
const VOWELS = 'aeiou'
const FRENCH_SHARE01 = 0.3
const ACCOUNTS = 20_000
const FIRST_AT = Date.UTC(2026, 0, 1)

/** NDJSON lines of posts of about 100 characters in English and French, the same for the same seed. */
export function* importLines(seed: number, count: number): Generator<string> {
  const random = new Random(`import/${seed}`)
  const words = { en: ENGLISH.split(' '), fr: FRENCH.split(' ') }
  for (let index = 0; index < count; index++) {
    const lang = random.chance(FRENCH_SHARE01) ? 'fr' : 'en'
    const hashtags = random.chance(0.15) ? [`Tag${random.integer(1, 500)}`] : []
    const urls = random.chance(0.3)
      ? [`https://news${random.integer(1, 90)}.example/story/${random.integer(1, 9_999)}?utm_source=feed`]
      : []
    const mentions = random.chance(0.2) ? [`user${random.integer(1, ACCOUNTS)}`] : []
    yield JSON.stringify({
      id: `bench:${index}`,
      author: `author-${random.integer(1, ACCOUNTS)}`,
      created_at: new Date(FIRST_AT + index * 1_000).toISOString(),
      text: textOf(random, words[lang], { hashtags, urls, mentions }),
      lang: random.chance(0.5) ? lang : null,
      urls,
      hashtags,
      mentions,
      source: 'bench',
    })
  }
}

type Extras = {
  readonly hashtags: readonly string[]
  readonly urls: readonly string[]
  readonly mentions: readonly string[]
}

function textOf(random: Random, common: readonly string[], { hashtags, urls, mentions }: Extras): string {
  const parts = mentions.map((name) => `@${name}`)
  const length = random.integer(8, 20)
  for (let word = 0; word < length; word++) parts.push(zipfWord(random, common))
  if (random.chance(0.2)) parts.push(String(random.integer(1, 5_000)))
  return [`${parts.join(' ')}.`, ...hashtags.map((tag) => `#${tag}`), ...urls].join(' ')
}

function zipfWord(random: Random, common: readonly string[]): string {
  const rank = Math.floor((common.length + TAIL_WORDS) ** random.next01()) - 1
  return common[rank] ?? inventedWord(rank)
}

function inventedWord(rank: number): string {
  let word = ''
  for (let rest = rank; rest > 0; rest = Math.floor(rest / 75)) {
    word += `${CONSONANTS[rest % 15]}${VOWELS[Math.floor(rest / 15) % 5]}`
  }
  return word + ['', 's', 'ing', 'ed', 'tion', 'ment'][rank % 6]
}
