import { describe, expect, it } from 'vitest'
import { understandQuestion } from './understand-question.ts'

const understand = (text: string) =>
  understandQuestion({ text, history: [], now: Date.UTC(2026, 2, 4), locale: null })

describe('understandQuestion', () => {
  it.each([
    ['How many people were injured in the fire?', 'how_many', 'en'],
    ['Combien de blessés dans l’incendie ?', 'how_many', 'fr'],
    ['À quelle heure l’explosion a-t-elle eu lieu ?', 'when', 'fr'],
    ['Which venue hosted the award?', 'where', 'en'],
    ['Qui a été nommé directeur ?', 'who', 'fr'],
    ['What is behind the resignation?', 'why', 'en'],
    ['Que pensent les habitants de la fermeture ?', 'what_do_people_say', 'fr'],
    ['Qu’est-ce qui se passe à la bibliothèque ?', 'what_happened', 'fr'],
    ['Le maire a-t-il démissionné ?', 'is_it_true', 'fr'],
    ['Did Anna Kovac quit?', 'is_it_true', 'en'],
  ])('reads the kind and language of %j', (text, kind, locale) => {
    expect(understand(text)).toMatchObject({ kind, locale })
  })

  it('tells names and events, which evidence must have, from other words', () => {
    const { facets } = understand('How many people were injured in the fire at the Lorville market?')
    expect(facets.map(({ role, text }) => `${role}:${text}`)).toEqual([
      'name:Lorville',
      'unit:injured',
      'event:fire',
      'word:market',
    ])
  })

  it('takes an unknown word of a question in lower case for a name', () => {
    const { facets } = understand('what happened with kubica crash')
    expect(facets.map(({ role, text }) => `${role}:${text}`)).toEqual(['name:kubica', 'event:crash'])
  })

  it('limits the event to the day the question names', () => {
    expect(understand('Where was the fire of 2 March?').window).toEqual({
      from: Date.UTC(2026, 2, 2),
      to: Date.UTC(2026, 2, 3),
    })
  })
})
