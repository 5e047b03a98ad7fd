/** One step: suffix → what replaces it, where the stem before it has enough vowel-consonant sequences. */
type Step = {
  readonly rules: ReadonlyMap<string, string>
  readonly measureMin: number
  /** Last two letters of the suffixes: most words end otherwise, and need no further look. */
  readonly endings: ReadonlySet<string>
}

const STEP2 = makeStep(1, {
  ational: 'ate',
  tional: 'tion',
  enci: 'ence',
  anci: 'ance',
  izer: 'ize',
  bli: 'ble',
  alli: 'al',
  entli: 'ent',
  eli: 'e',
  ousli: 'ous',
  ization: 'ize',
  ation: 'ate',
  ator: 'ate',
  alism: 'al',
  iveness: 'ive',
  fulness: 'ful',
  ousness: 'ous',
  aliti: 'al',
  iviti: 'ive',
  biliti: 'ble',
  logi: 'log',
})
const STEP3 = makeStep(1, { icate: 'ic', ative: '', alize: 'al', iciti: 'ic', ical: 'ic', ful: '', ness: '' })
const STEP4 = makeStep(
  2,
  Object.fromEntries(
    'al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize'
      .split(' ')
      .map((suffix) => [suffix, '']),
  ),
)

function makeStep(measureMin: number, rules: Readonly<Record<string, string>>): Step {
  const endings = new Set(Object.keys(rules).map((suffix) => suffix.slice(-2)))
  return { rules: new Map(Object.entries(rules)), measureMin, endings }
}

const SUFFIX_CHARS_MAX = 7

/**
 * English stem by Porter's algorithm. Written out because the packaged one (`@orama/stemmers`) drops the t of `-tion`, so that
 * `election` and `elected` part, and takes twice as long, which an import feels.
 *
 * @param word in lower case; what is not a to z counts as a consonant
 * @see Porter, "An algorithm for suffix stripping", Program 14 (1980), with the author's later `-logi` and `-bli`
 */
export function porterStem(word: string): string {
  if (word.length < 3) return word
  let stem = pastAndGerund(plural(word))
  stem = finalY(stem)
  stem = replaceSuffix(stem, STEP2)
  stem = replaceSuffix(stem, STEP3)
  stem = replaceSuffix(stem, STEP4)
  return finalL(finalE(stem))
}

function plural(word: string): string {
  if (!word.endsWith('s') || word.endsWith('ss')) return word
  if (word.endsWith('sses') || (word.endsWith('ies') && word.length > 3)) return word.slice(0, -2)
  return word.slice(0, -1)
}

function pastAndGerund(word: string): string {
  if (word.endsWith('eed')) return measure(word, word.length - 3) > 0 ? word.slice(0, -1) : word
  const cut = word.endsWith('ed') ? 2 : word.endsWith('ing') ? 3 : 0
  if (cut === 0 || !hasVowel(word, word.length - cut)) return word
  const stem = word.slice(0, -cut)
  if (stem.endsWith('at') || stem.endsWith('bl') || stem.endsWith('iz')) return `${stem}e`
  if (endsInDouble(stem) && !/[lsz]$/.test(stem)) return stem.slice(0, -1)
  return measure(stem, stem.length) === 1 && endsInCvc(stem, stem.length) ? `${stem}e` : stem
}

function finalY(word: string): string {
  return word.endsWith('y') && hasVowel(word, word.length - 1) ? `${word.slice(0, -1)}i` : word
}

/** The longest suffix decides, also where its stem is too short for the rule. */
function replaceSuffix(word: string, { rules, measureMin, endings }: Step): string {
  if (!endings.has(word.slice(-2))) return word
  for (let length = Math.min(SUFFIX_CHARS_MAX, word.length - 1); length >= 2; length--) {
    const suffix = word.slice(-length)
    const replacement = rules.get(suffix)
    if (replacement === undefined) continue
    const end = word.length - length
    if (measure(word, end) < measureMin) return word
    if (suffix === 'ion' && !/[st]$/.test(word.slice(0, end))) return word
    return word.slice(0, end) + replacement
  }
  return word
}

function finalE(word: string): string {
  if (!word.endsWith('e')) return word
  const end = word.length - 1
  const sequences = measure(word, end)
  return sequences > 1 || (sequences === 1 && !endsInCvc(word, end)) ? word.slice(0, end) : word
}

function finalL(word: string): string {
  return word.endsWith('ll') && measure(word, word.length) > 1 ? word.slice(0, -1) : word
}

/** Vowel-consonant sequences in the first `end` letters, counted up to 2. */
function measure(word: string, end: number): number {
  let sequences = 0
  let afterVowel = false
  for (let at = 0; at < end; at++) {
    const vowel = isVowel(word, at, afterVowel)
    if (afterVowel && !vowel && ++sequences === 2) return 2
    afterVowel = vowel
  }
  return sequences
}

function hasVowel(word: string, end: number): boolean {
  let afterVowel = false
  for (let at = 0; at < end; at++) {
    afterVowel = isVowel(word, at, afterVowel)
    if (afterVowel) return true
  }
  return false
}

/** y is a vowel after a consonant. */
function isVowel(word: string, at: number, afterVowel: boolean): boolean {
  switch (word.charCodeAt(at)) {
    case 97:
    case 101:
    case 105:
    case 111:
    case 117:
      return true
    case 121:
      return at > 0 && !afterVowel
    default:
      return false
  }
}

function endsInDouble(word: string): boolean {
  const end = word.length
  if (end < 2 || word.charCodeAt(end - 1) !== word.charCodeAt(end - 2)) return false
  return !isVowel(word, end - 1, vowelAt(word, end - 2))
}

/** Consonant, vowel, consonant other than w, x and y: `hop`, but not `snow`. */
function endsInCvc(word: string, end: number): boolean {
  if (end < 3 || /[wxy]/.test(word.charAt(end - 1))) return false
  return !vowelAt(word, end - 1) && vowelAt(word, end - 2) && !vowelAt(word, end - 3)
}

function vowelAt(word: string, at: number): boolean {
  if (word.charCodeAt(at) !== 121) return isVowel(word, at, false)
  return at > 0 && !vowelAt(word, at - 1)
}
