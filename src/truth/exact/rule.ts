/** What a rule worked out of a claim. */
export type Worked = {
  readonly isTrue: boolean
  /** What comes out instead, or the same, as a person would check it. */
  readonly worked: string
  /** How many numbers and dates of the claim it used; a claim with others is about more than this sum. */
  readonly numbersUsed: number
  readonly datesUsed: number
}

export const N = '#(-?[^#]+)#'
export const D = '@(-?[^@]+)@'
/** Says that one thing is another, in either language. */
export const IS =
  "(?:,? ?(?:=|is equal to|is the same as|is|are|was|were|equals?|makes?|gives?|leaves?|comes to|amounts to|costs?|font|fait|est egal a|est de|est|etait de|etait|egalent|egale|vaut|valent|donne(?:nt)?|c'est|ce qui fait|soit|represente(?:nt)?|equivaut a|equivalent a|correspond(?:ent)? a|that is|i\\.e\\.) ?)"
/** `about`, where it may stand before a figure. */
export const AROUND =
  '(?:(?:about|roughly|around|approximately|nearly|almost|environ|a peu pres|approximativement|presque|exactly|exactement|only|seulement) )?'

/** A rule of one shape: null where it has nothing to say. */
export type Rule = (text: string) => Worked | null

export function shown(value: number): string {
  return String(Number(value.toPrecision(10)))
}
