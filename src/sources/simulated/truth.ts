import type { Random } from '../../lib/random.ts'
import { collectEvent, collectPhantom } from './event-questions.ts'
import { capitalise, expand, type Lang, type Slots } from './grammar.ts'
import type { Stories } from './plan-stories.ts'
import { detail, type QuestionDetail, type QuestionDraft, type Trap, type TruthQuestion } from './question.ts'
import { debateQuestion, jokeQuestion, rumourQuestion, silentDebates } from './story-questions.ts'
import type { World } from './world.ts'

export type Truth = {
  readonly questions: readonly TruthQuestion[]
  readonly details: ReadonlyMap<string, QuestionDetail>
  readonly stories: Stories
}

/** Accounts that must state a fact before it is asked: one alone is no evidence. */
const SUPPORT_MIN = 2

/** How many questions of each kind to ask where there is enough to ask about. */
const WANTED: Readonly<Record<string, number>> = {
  how_many: 34,
  who: 20,
  when: 18,
  where: 18,
  why: 15,
  what: 6,
  what_happened: 13,
  what_do_people_say: 8,
  is_it_true: 6,
  rumour: 7,
  never_happened: 20,
  never_said: 13,
  withheld: 9,
  one_claim: 6,
  joke: 5,
  campaign: 2,
}

/**
 * Two hundred questions in both languages about what was planned; fewer only if there is too little to ask about.
 *
 * @param support how many accounts state `<event>/<fact>`; what fewer than two state is not asked. null: not counted,
 * because there are posts enough for every planned fact
 */
export function askTruth(world: World, stories: Stories, support: ReadonlyMap<string, number> | null): Truth {
  const random = world.random.fork('questions')
  const pools = new Map<string, QuestionDraft[]>()
  const add = (pool: string, draft: QuestionDraft) => {
    const { about, fact, trap } = draft.detail
    const rare = trap === null && support !== null && about?.startsWith('event:') === true && fact !== 'what'
    if (rare && (support.get(`${about.slice(6)}/${fact}`) ?? 0) < SUPPORT_MIN) return
    pools.set(pool, [...(pools.get(pool) ?? []), draft])
  }
  for (const event of stories.events) collectEvent(event, stories, random, add)
  for (const phantom of stories.phantoms) collectPhantom(phantom, stories, random, add)
  for (const rumour of stories.rumours) add('rumour', rumourQuestion(rumour, random))
  for (const debate of stories.debates) add('what_do_people_say', debateQuestion(debate, random))
  for (const debate of silentDebates(world, stories))
    add('never_happened', {
      ...debateQuestion(debate, random),
      answers: [],
      detail: detail(null, null, 'never_happened'),
    })
  for (const joke of stories.jokes) add('joke', jokeQuestion(joke, random))
  for (const campaign of stories.campaigns) {
    const slots: Slots = (name) => (name === 'town' ? campaign.town : null)
    add('campaign', {
      kind: 'campaign',
      answers: [],
      detail: detail(`campaign:${campaign.id}`, null, 'campaign'),
      langs: ['en', 'fr'],
      ask: (lang) => expand(random.pick(campaign.questions[lang]), slots, random, lang),
    })
  }
  return number(select(pools, random), stories, random)
}

type Asked = { readonly draft: QuestionDraft; readonly lang: Lang; readonly question: string }

/** Takes from each pool in turn until its share is reached, then from any pool of the same side until 200 are there. */
function select(pools: ReadonlyMap<string, readonly QuestionDraft[]>, random: Random): Asked[] {
  const seen = new Set<string>()
  const chosen: Asked[] = []
  const balance = { en: 0, fr: 0 }
  const take = (pool: string, wanted: number): number => {
    const drafts = random.shuffled(pools.get(pool) ?? [])
    let taken = 0
    for (let round = 0; round < 12 && taken < wanted; round += 1) {
      for (const draft of drafts) {
        if (taken >= wanted) break
        const lang =
          draft.langs.length === 1 ? (draft.langs[0] as Lang) : balance.en <= balance.fr ? 'en' : 'fr'
        const question = draft.ask(lang)
        if (question === null || seen.has(question)) continue
        seen.add(question)
        balance[lang] += 1
        chosen.push({ draft, lang, question: capitalise(question) })
        taken += 1
      }
    }
    return taken
  }
  let missing = { yes: 0, no: 0 }
  for (const [pool, wanted] of Object.entries(WANTED)) {
    const left = wanted - take(pool, wanted)
    missing = UNANSWERABLE.has(pool)
      ? { ...missing, no: missing.no + left }
      : { ...missing, yes: missing.yes + left }
  }
  for (let round = 0; round < 8; round += 1) {
    for (const pool of FILLERS.yes) missing.yes -= take(pool, Math.ceil(missing.yes / 2))
    for (const pool of FILLERS.no) missing.no -= take(pool, missing.no)
  }
  return chosen
}

/** Where more questions come from when a pool is short. */
const FILLERS = {
  yes: ['how_many', 'who', 'when', 'where', 'what_happened', 'why'],
  no: ['never_happened', 'never_said', 'withheld'],
} as const

const UNANSWERABLE: ReadonlySet<string> = new Set<Trap>([
  'never_happened',
  'never_said',
  'withheld',
  'one_claim',
  'joke',
  'campaign',
])

function number(asked: readonly Asked[], stories: Stories, random: Random): Truth {
  const details = new Map<string, QuestionDetail>()
  const questions = random.shuffled(asked).map(({ draft, lang, question }, position): TruthQuestion => {
    const id = `q${position + 1}`
    details.set(id, draft.detail)
    return {
      id,
      question,
      lang,
      kind: draft.kind,
      answerable: draft.detail.trap === null,
      answers: draft.answers,
    }
  })
  return { questions, details, stories }
}
