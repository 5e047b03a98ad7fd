import { asArray, asObject, asString } from '../../lib/unknown-json.ts'
import { type Problem, readProblems } from './api-problem.ts'
import { type ApiFailure, callApi, type XApi } from './call-api.ts'
import type { OwnRules } from './read-message.ts'
import type { XRule } from './x-options.ts'

const RULES_PATH = '/2/tweets/search/stream/rules'
/** Rules whose tag starts so are ours to delete; a person's own tag follows the colon. */
const OWN_TAG = 'verity'
const OWN_PREFIX = `${OWN_TAG}:`
const ADDED_AT_ONCE_MAX = 100
const PAGES_MAX = 50

/** A rule that X does not take, in words. */
export type RuleProblem = { readonly value: string; readonly why: string }

export type SyncedRules =
  | { readonly kind: 'ok'; readonly rules: OwnRules }
  | { readonly kind: 'wrong_rules'; readonly problems: readonly RuleProblem[] }
  | ApiFailure

type ListedRule = { readonly id: string; readonly value: string; readonly tag: string | null }
type Listed = { readonly kind: 'ok'; readonly rules: readonly ListedRule[] } | ApiFailure

/**
 * Brings the app's rules on X to what is wanted: tries new ones out first, adds them, then deletes those of ours that
 * are not wanted any more. Rules that something else made are never deleted; where one of them says the same as a
 * wanted one it is used, because X takes each rule once. A token belongs to one source: two of them would delete each
 * other's rules.
 *
 * @see https://docs.x.com/x-api/posts/filtered-stream/integrate/build-a-rule
 */
export async function syncRules(
  api: XApi,
  wanted: readonly XRule[],
  signal: AbortSignal,
): Promise<SyncedRules> {
  const listed = await listRules(api, signal)
  if (listed.kind !== 'ok') return listed
  const plan = planRules(listed.rules, wanted)
  const rules = new Map(plan.kept)
  const change = { api, rules, signal }
  const tried = await postRules(change, plan.fresh, { dryRun: true })
  if (tried !== null) return tried
  let added = await postRules(change, plan.fresh)
  let stale = plan.stale
  if (added?.kind === 'wrong_rules' && added.isFull && stale.length > 0) {
    // No room for both: for a moment nothing is heard instead of never hearing the new ones.
    const deleted = await deleteRules(api, stale, signal)
    if (deleted !== null) return deleted
    stale = []
    added = await postRules(change, plan.fresh)
  }
  if (added !== null) return added
  const deleted = await deleteRules(api, stale, signal)
  if (deleted !== null) return deleted
  return (await postRules(change, plan.retagged)) ?? { kind: 'ok', rules }
}

/**
 * Asks X whether it would take these rules, without changing anything.
 *
 * @returns the rules that X does not take; empty when all are fine
 */
export async function tryRules(
  api: XApi,
  wanted: readonly XRule[],
  signal: AbortSignal,
): Promise<{ readonly kind: 'ok'; readonly problems: readonly RuleProblem[] } | ApiFailure> {
  const tried = await postRules({ api, rules: new Map(), signal }, wanted, { dryRun: true })
  if (tried === null) return { kind: 'ok', problems: [] }
  return tried.kind === 'wrong_rules' ? { kind: 'ok', problems: tried.problems } : tried
}

/** What a person reads about rules that X does not take. */
export function describeRuleProblems(problems: readonly RuleProblem[]): string {
  const [first, ...others] = problems
  if (first === undefined) return 'does not take the rules'
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return `does not take the rule “${first.value.slice(0, 200)}”: ${first.why}${more}`
}

type Plan = {
  /** Wanted ones that are there, by id, with the person's tag. */
  readonly kept: readonly (readonly [string, string | null])[]
  readonly fresh: readonly XRule[]
  /** Wanted ones that are there under another tag: X cannot change tags. */
  readonly retagged: readonly XRule[]
  readonly stale: readonly string[]
}

function planRules(listed: readonly ListedRule[], wanted: readonly XRule[]): Plan {
  const byValue = new Map(listed.map((rule) => [rule.value, rule]))
  const kept: [string, string | null][] = []
  const fresh: XRule[] = []
  const retagged: XRule[] = []
  for (const rule of wanted) {
    const there = byValue.get(rule.value)
    if (there === undefined) fresh.push(rule)
    else if (isOwn(there) && there.tag !== tagOf(rule)) retagged.push(rule)
    else kept.push([there.id, rule.tag ?? null])
  }
  const keptIds = new Set(kept.map(([id]) => id))
  const stale = listed.filter((rule) => isOwn(rule) && !keptIds.has(rule.id)).map(({ id }) => id)
  return { kept, fresh, retagged, stale }
}

function isOwn({ tag }: ListedRule): boolean {
  return tag === OWN_TAG || (tag?.startsWith(OWN_PREFIX) ?? false)
}

function tagOf({ tag }: XRule): string {
  return tag === undefined ? OWN_TAG : OWN_PREFIX + tag
}

async function listRules(api: XApi, signal: AbortSignal): Promise<Listed> {
  const rules: ListedRule[] = []
  let token: string | undefined
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await callApi(api, { path: RULES_PATH, query: { pagination_token: token } }, signal)
    if (answer.kind !== 'ok') return answer
    rules.push(...readRules(answer.body['data']))
    token = asString(asObject(answer.body['meta'])?.['next_token']) ?? undefined
    if (token === undefined) break
  }
  return { kind: 'ok', rules }
}

function readRules(data: unknown): readonly ListedRule[] {
  return asArray(data).flatMap((item) => {
    const rule = asObject(item)
    const id = asString(rule?.['id'])
    const value = asString(rule?.['value'])
    return id === null || value === null ? [] : [{ id, value, tag: asString(rule?.['tag']) }]
  })
}

type WrongRules = {
  readonly kind: 'wrong_rules'
  readonly problems: readonly RuleProblem[]
  /** X takes no more rules of this app. */
  readonly isFull: boolean
}

/** Adds rules and notes their ids in `change.rules`; null when X took all of them. */
async function postRules(
  change: { api: XApi; rules: Map<string, string | null>; signal: AbortSignal },
  rules: readonly XRule[],
  options: { dryRun?: boolean } = {},
): Promise<WrongRules | ApiFailure | null> {
  for (let at = 0; at < rules.length; at += ADDED_AT_ONCE_MAX) {
    const some = rules.slice(at, at + ADDED_AT_ONCE_MAX)
    const tagByValue = new Map(some.map((rule) => [rule.value, rule.tag ?? null]))
    const answer = await callApi(
      change.api,
      {
        method: 'POST',
        path: RULES_PATH,
        query: { dry_run: options.dryRun ? 'true' : undefined },
        body: { add: some.map((rule) => ({ value: rule.value, tag: tagOf(rule) })) },
      },
      change.signal,
    )
    const problems = answer.kind === 'ok' ? readProblems(answer.body) : problemsOf(answer)
    if (answer.kind !== 'ok' && !problems.some(isAboutRules)) return answer
    for (const problem of problems.filter(isDuplicate)) {
      if (problem.id !== null) change.rules.set(problem.id, tagByValue.get(problem.subject ?? '') ?? null)
    }
    const wrong = problems.filter((problem) => !isDuplicate(problem))
    if (wrong.length > 0) {
      const isFull = wrong.some(({ slug }) => slug === 'rule-cap')
      return { kind: 'wrong_rules', problems: wrong.map((problem) => wordProblem(problem, some)), isFull }
    }
    const added = answer.kind === 'ok' && !options.dryRun ? readRules(answer.body['data']) : []
    for (const { id, value } of added) change.rules.set(id, tagByValue.get(value) ?? null)
  }
  return null
}

async function deleteRules(
  api: XApi,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ApiFailure | null> {
  if (ids.length === 0) return null
  const request = { method: 'POST', path: RULES_PATH, body: { delete: { ids } } } as const
  const answer = await callApi(api, request, signal)
  return answer.kind === 'ok' ? null : answer
}

function problemsOf(failure: ApiFailure): readonly Problem[] {
  return failure.kind === 'refused' ? failure.problems : []
}

function isDuplicate({ slug, title }: Problem): boolean {
  return slug === 'duplicate-rules' || title === 'DuplicateRule'
}

function isAboutRules({ slug, subject }: Problem): boolean {
  return (
    ['invalid-rules', 'duplicate-rules', 'rule-cap', 'noncompliant-rules'].includes(slug) || subject !== null
  )
}

function wordProblem(problem: Problem, rules: readonly XRule[]): RuleProblem {
  const why = problem.detail || problem.title || 'X does not say why.'
  return { value: problem.subject ?? rules[0]?.value ?? '', why }
}
