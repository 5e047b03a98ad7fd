import { describe, expect, it } from 'vitest'
import type { QuestionDetail, QuestionName, TruthQuestion } from '../src/sources/simulated/question.ts'
import { scoreAnswer } from './simulated-score.ts'

const ask = (kind: QuestionName, answers: readonly string[], rivals: readonly string[] = []) => {
  const question: TruthQuestion = {
    id: 'q1',
    question: '?',
    lang: 'en',
    kind,
    answerable: answers.length > 0,
    answers,
  }
  const detail: QuestionDetail = { about: null, fact: null, trap: null, rivals }
  return (text: string, abstained = false) => scoreAnswer(question, detail, { text, abstained })
}

describe('scoreAnswer', () => {
  it('finds the value whatever the case, the accents and the grouping of digits, but only whole', () => {
    const count = ask('how_many', ['3000', '3,000'])
    expect(count('3 000 people took part.')).toBe('right')
    expect(count('They counted 3,000.')).toBe('right')
    expect(count('There were 13000 people.')).toBe('wrong')
    expect(ask('where', ['Vidulière'])('at the VIDULIERE warehouse')).toBe('right')
    expect(ask('how_many', ['4'])('14 people')).toBe('wrong')
  })

  it('counts another value stated as fact as wrong, and one that is marked as superseded as right', () => {
    const count = ask('how_many', ['14', 'fourteen'], ['9', 'nine', '23'])
    expect(count('Fourteen people were hurt.')).toBe('right')
    expect(count('14 people were hurt. Earlier posts said 9.')).toBe('right')
    expect(count('14 or 23 people were hurt.')).toBe('wrong')
    expect(count('14 people were hurt. 23 people were hurt.')).toBe('wrong')
    expect(count('9 people were hurt.')).toBe('wrong')
    expect(count('Nine independent accounts say 14.')).toBe('right')
    expect(count('23 comptes indépendants parlent de 14.')).toBe('right')
    expect(count('Twenty-three independent accounts say 14.')).toBe('right')
    expect(count('Vingt-trois comptes parlent de 14.')).toBe('right')
    expect(count('14 people were hurt, others say twenty-three.')).toBe('right')
  })

  it('does not accept a list of candidates, nor a value buried far down', () => {
    const list = ask('who', ['Strelko'], ['Ocklamar', 'Tastavane', 'Brusqueko'])
    expect(list('Strelko, not Ocklamar, Tastavane or Brusqueko.')).toBe('wrong')
    expect(list('A fire broke out. It was big. Many came. Strelko raised the alarm.')).toBe('wrong')
  })

  it('accepts a day or a time near the right one, and no other time', () => {
    const when = ask('when', ['07:40', '7:40am', '7h40', 'Tuesday'])
    expect(when('It started on Tuesday.')).toBe('right')
    expect(when('It started on Tuesday at 7:45.')).toBe('right')
    expect(when('It started on Tuesday at 11:20.')).toBe('wrong')
    expect(when('Le feu a pris à 7 h 40.')).toBe('right')
  })

  it('wants a rumour denied and a true event not denied', () => {
    const rumour = ask('rumour', ['false', 'denied', 'reste ouverte'])
    expect(rumour('No: the town denied it.')).toBe('right')
    expect(rumour('Yes, it was denied.')).toBe('wrong')
    expect(rumour('The library is closing.')).toBe('wrong')
    const event = ask('is_it_true', ['yes', 'fire'])
    expect(event('Yes, a fire broke out.')).toBe('right')
    expect(event('No, the fire is a hoax.')).toBe('wrong')
  })

  it('wants silence where there is no answer, and takes silence as silence elsewhere', () => {
    expect(ask('who', [])('Nobody says.', true)).toBe('abstained')
    expect(ask('who', [])('It was Strelko.')).toBe('answered')
    expect(ask('who', ['Strelko'])('Not enough evidence.', true)).toBe('abstained')
  })
})
