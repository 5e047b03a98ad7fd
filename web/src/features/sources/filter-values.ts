import {
  type SourceFilterJson,
  type SourceFilterPatchJson,
  sourceFilterSchema,
} from '../../../../src/contract/sources.ts'
import { linesOf } from './option-values.ts'

const LISTS = ['languages', 'keywords_any', 'keywords_none', 'accounts_allow', 'accounts_deny'] as const
type ListPart = (typeof LISTS)[number]

/** A filter as it is typed: lists a line each, languages with commas, the share in percent. */
export type FilterTexts = Readonly<Record<ListPart | 'share', string>>

export const NO_FILTER_TEXTS: FilterTexts = {
  languages: '',
  keywords_any: '',
  keywords_none: '',
  accounts_allow: '',
  accounts_deny: '',
  share: '100',
}

export function filterTextsOf(filter: SourceFilterJson): FilterTexts {
  const { languages, keywords_any, keywords_none, accounts_allow, accounts_deny, share01 } = filter
  return {
    languages: languages.join(', '),
    keywords_any: keywords_any.join('\n'),
    keywords_none: keywords_none.join('\n'),
    accounts_allow: accounts_allow.join('\n'),
    accounts_deny: accounts_deny.join('\n'),
    // Without the noise of 0.07 × 100.
    share: String(Number((share01 * 100).toPrecision(12))),
  }
}

export function filterOf(texts: FilterTexts): SourceFilterJson {
  const { languages, share, ...lists } = texts
  const typed = Object.entries(lists).map(([part, text]) => [part, linesOf(text)])
  return {
    ...(Object.fromEntries(typed) as Pick<SourceFilterJson, Exclude<ListPart, 'languages'>>),
    languages: languages
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter((code) => code !== ''),
    share01: Number(share.trim().replace(',', '.').replace(/\s*%$/, '')) / 100,
  }
}

/** The parts of the filter that the server would refuse. */
export function filterProblems(filter: SourceFilterPatchJson): ReadonlySet<keyof SourceFilterJson> {
  const checked = sourceFilterSchema.partial().safeParse(filter)
  const parts = checked.success ? [] : checked.error.issues.map(({ path }) => path[0])
  return new Set(parts as (keyof SourceFilterJson)[])
}

export function isSameFilter(a: FilterTexts, b: FilterTexts): boolean {
  return JSON.stringify(filterOf(a)) === JSON.stringify(filterOf(b))
}
