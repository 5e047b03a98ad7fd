import type { Random } from '../../lib/random.ts'
import { type Draft, makeDraft } from './draft.ts'
import { expand, type Lang, type Phrases } from './grammar.ts'
import { nickname } from './names.ts'
import { HOUR_MS } from './times.ts'
import type { User, World } from './world.ts'

/** New accounts that push one story together: copied texts, one link, seconds apart. */
export type PlannedCampaign = {
  readonly id: string
  readonly town: string
  readonly members: readonly User[]
  readonly link: string
  readonly narrative: Phrases
  readonly questions: Phrases
  readonly waves: readonly number[]
  readonly posts: number
}

type Narrative = { readonly say: Phrases; readonly questions: Phrases }

const NARRATIVES: readonly Narrative[] = [
  {
    say: {
      en: [
        'the new water meters in {town} make people sick and the town hall hides it',
        'the town hall of {town} hides that the new water meters make families ill',
      ],
      fr: [
        "les nouveaux compteurs d'eau de {town} rendent malade et la mairie le cache",
        "la mairie de {town} cache que les compteurs d'eau rendent les familles malades",
      ],
    },
    questions: {
      en: [
        'Do the new water meters in {town} make people ill?',
        'What is the town hall of {town} hiding about the water meters?',
      ],
      fr: [
        "Les nouveaux compteurs d'eau de {town} rendent-ils malade ?",
        "Que cache la mairie de {town} sur les compteurs d'eau ?",
      ],
    },
  },
  {
    say: {
      en: [
        'the tram company of {town} is secretly filming passengers and selling the footage',
        'passengers in {town} are filmed in secret and the tram company sells the footage',
      ],
      fr: [
        'la compagnie des trams de {town} filme les passagers en secret et vend les images',
        'à {town} les passagers sont filmés en secret et les images sont vendues',
      ],
    },
    questions: {
      en: [
        'Is the tram company of {town} selling footage of its passengers?',
        'Who buys the passenger footage filmed in {town} trams?',
      ],
      fr: [
        'La compagnie des trams de {town} vend-elle des images des passagers ?',
        'Qui achète les images filmées dans les trams de {town} ?',
      ],
    },
  },
  {
    say: {
      en: [
        'the school meals in {town} are made with expired meat, the proof is out',
        'the proof is out: expired meat in every school meal in {town}',
      ],
      fr: [
        'les repas des écoles de {town} sont faits avec de la viande périmée, la preuve est là',
        'la preuve est là : de la viande périmée dans tous les repas scolaires de {town}',
      ],
    },
    questions: {
      en: [
        'Is expired meat used for school meals in {town}?',
        'Where does the expired meat in the {town} school meals come from?',
      ],
      fr: [
        'Sert-on de la viande périmée dans les écoles de {town} ?',
        "D'où vient la viande périmée des repas scolaires de {town} ?",
      ],
    },
  },
]

export function planCampaign(
  world: World,
  random: Random,
  request: { id: string; town: string; posts: number },
): PlannedCampaign {
  const count = Math.max(
    4,
    Math.min(40, Math.max(Math.min(10, request.posts), Math.round(request.posts / 12))),
  )
  const startAt = Math.floor(world.startAt + (world.endAt - world.startAt) * (0.3 + random.next01() * 0.3))
  const narrative = random.pick(NARRATIVES)
  const members = Array.from({ length: count }, () =>
    world.special(
      nickname(random),
      random.chance(0.5) ? 'en' : 'fr',
      startAt - random.integer(2 * 24, 9 * 24) * HOUR_MS,
    ),
  )
  return {
    ...request,
    members,
    link: `https://the-truth-about-${request.town.toLowerCase()}.example/${random.integer(1000, 9999)}`,
    narrative: narrative.say,
    questions: narrative.questions,
    waves: wavesFrom(startAt, world.endAt),
  }
}

/** When each wave begins, as a share of the time that the campaign lasts. */
const WAVE_SHARES = [0, 0.08, 0.25, 0.55, 0.95]
const CAMPAIGN_MS = 30 * HOUR_MS

function wavesFrom(startAt: number, endAt: number): number[] {
  const lasts = Math.max(0, Math.min(CAMPAIGN_MS, endAt - HOUR_MS - startAt))
  return WAVE_SHARES.map((share) => Math.floor(startAt + share * lasts))
}

/** Waves of near-copies: within a wave the accounts follow each other by seconds and push one page of the same site. */
export function* tellCampaign(world: World, campaign: PlannedCampaign): Generator<Draft, void, void> {
  const random = world.random.fork(campaign.id)
  const waves = campaign.waves.length
  let sent = 0
  for (let wave = 0; wave < waves; wave += 1) {
    const upTo = Math.round((campaign.posts * (wave + 1)) / waves)
    const texts = { en: draw('en'), fr: draw('fr') }
    const members = random.shuffled(campaign.members)
    let at = campaign.waves[wave] as number
    for (let turn = 0; sent < upTo; turn += 1, sent += 1) {
      at += random.integer(1, 14) * 1000
      const author = members[turn % members.length] as User
      yield copy(
        random,
        { ...campaign, link: pageOf(campaign, wave, Math.floor(turn / members.length)) },
        at,
        author,
        texts[author.lang],
      )
    }
  }

  function draw(lang: Lang): string {
    return expand(
      random.pick(campaign.narrative[lang]),
      (name) => (name === 'town' ? campaign.town : null),
      random,
      lang,
    )
  }
}

/** The first round pushes the campaign's own link; each later round of the members a further page. */
function pageOf({ link }: PlannedCampaign, wave: number, round: number): string {
  return wave + round === 0 ? link : `${link}/${wave + 1}-${round + 1}`
}

function copy(random: Random, campaign: PlannedCampaign, at: number, author: User, text: string): Draft {
  const edited = random.weighted([
    [text, 5],
    [`${text}!`, 2],
    [
      `${random.pick(author.lang === 'en' ? ['WAKE UP:', 'Share!', 'Finally:'] : ['RÉVEILLEZ-VOUS :', 'Partagez !', 'Enfin :'])} ${text}`,
      3,
    ],
    [text.toUpperCase(), 1],
    [`${text} ${random.pick(['😡', '🚨', '👇', '‼️'])}`, 2],
  ])
  const tag = random.chance(0.5) ? ` #${campaign.town}Truth` : ''
  return makeDraft({
    at,
    author,
    text: `${edited} ${campaign.link}${tag}`,
    lang: author.lang,
    label: `campaign:${campaign.id}`,
    urls: [campaign.link],
  })
}
