import type { Random } from '../../lib/random.ts'
import { debateSlots, type PlannedDebate, TOPICS } from './debates.ts'
import { capitalise, expand, type Phrases } from './grammar.ts'
import { JOKE_QUESTIONS, type PlannedJoke } from './jokes.ts'
import type { Stories } from './plan-stories.ts'
import { detail, type QuestionDraft } from './question.ts'
import { DENIAL_ANSWERS, type PlannedRumour, rumourSlots } from './rumours.ts'
import type { World } from './world.ts'

export function rumourQuestion(rumour: PlannedRumour, random: Random): QuestionDraft {
  return {
    kind: 'rumour',
    answers: [...DENIAL_ANSWERS, ...rumour.kind.denialKeys],
    detail: detail(`rumour:${rumour.id}`, null, null),
    langs: ['en', 'fr'],
    ask: (lang) =>
      capitalise(expand(random.pick(rumour.kind.questions[lang]), rumourSlots(rumour, lang), random, lang)),
  }
}

export function debateQuestion(debate: PlannedDebate, random: Random): QuestionDraft {
  return {
    kind: 'what_do_people_say',
    answers: [...new Set(debate.opinions.slice(0, 3).flatMap((opinion) => opinion.keys))],
    detail: detail(`debate:${debate.id}`, null, null),
    langs: debate.english01 === 0.5 ? ['en', 'fr'] : debate.english01 > 0.5 ? ['en'] : ['fr'],
    ask: (lang) => {
      const topic = expand(random.pick(debate.topic.names[lang]), debateSlots(debate, lang), random, lang)
      return expand(random.pick(OPINIONS[lang]), (name) => (name === 'topic' ? topic : null), random, lang)
    },
  }
}

export function jokeQuestion(joke: PlannedJoke, random: Random): QuestionDraft {
  return {
    kind: 'joke',
    answers: [],
    detail: detail(`joke:${joke.id}`, null, 'joke'),
    langs: [joke.lang],
    ask: (lang) =>
      expand(
        random.pick(JOKE_QUESTIONS[lang]),
        (name) =>
          name === 'town'
            ? joke.town
            : name === 'old'
              ? joke.old[lang]
              : name === 'odd'
                ? joke.odd[lang]
                : null,
        random,
        lang,
      ),
  }
}

/** Topics nobody argued about, in towns of the network. */
export function silentDebates(world: World, stories: Stories): PlannedDebate[] {
  return TOPICS.slice(0, 3).flatMap((topic, position) => {
    const town = world.towns.find(
      (name, index) => index >= position && stories.debates.every((debate) => debate.town !== name),
    )
    return town === undefined
      ? []
      : [
          {
            id: `s${position}`,
            topic,
            town,
            site: { kind: topic.site, name: world.namer.site() },
            opinions: [],
            english01: 0.5,
            posts: 0,
          },
        ]
  })
}

const OPINIONS: Phrases = {
  en: [
    'What do people think of {topic}?',
    'What are people saying about {topic}?',
    'What is the opinion of locals on {topic}?',
    'How do people feel about {topic}?',
  ],
  fr: [
    'Que pensent les gens de {topic} ?',
    "Qu'est-ce qu'on dit de {topic} ?",
    "Quel est l'avis des habitants sur {topic} ?",
    'Comment est perçu le sujet : {topic} ?',
  ],
}
