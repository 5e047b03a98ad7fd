import { asArray, asObject, asString, type JsonObject } from '../../lib/unknown-json.ts'

/** Something X says went wrong, as far as we use it. All text is X's own, cut and without control characters. */
export type Problem = {
  /** The last part of the problem's type, e.g. `resource-not-found`; empty when X gives none. */
  readonly slug: string
  readonly title: string
  readonly detail: string
  /** E.g. `TooManyConnections`; null for problems that are not about a stream's connection. */
  readonly connectionIssue: string | null
  /** What it is about: an id or the text of a rule. */
  readonly subject: string | null
  /** The id of a thing that exists already; null otherwise. */
  readonly id: string | null
}

const TEXT_LENGTH_MAX = 300
const SUBJECT_LENGTH_MAX = 4_096
const PROBLEMS_MAX = 1_000

/**
 * The problems of a response: those listed under `errors`, or the response itself when it is one.
 *
 * @see https://docs.x.com/x-api/fundamentals/response-codes-and-errors
 */
export function readProblems(body: JsonObject | null): readonly Problem[] {
  if (body === null) return []
  const listed = asArray(body['errors'])
    .slice(0, PROBLEMS_MAX)
    .flatMap((item) => {
      const error = asObject(item)
      return error === null ? [] : [readProblem(error)]
    })
  const isProblem = asString(body['title']) !== null || asString(body['detail']) !== null
  return isProblem ? [readProblem(body), ...listed] : listed
}

function readProblem(error: JsonObject): Problem {
  const details = asArray(error['details'])
    .slice(0, 5)
    .filter((item) => typeof item === 'string')
  return {
    slug: shortText(asString(error['type'])?.split('/').at(-1)),
    title: shortText(error['title']),
    detail: shortText(error['detail'] ?? error['message'] ?? details.join(' ')),
    connectionIssue: asString(error['connection_issue'])?.slice(0, TEXT_LENGTH_MAX) ?? null,
    subject:
      (asString(error['value']) ?? asString(error['resource_id']))?.slice(0, SUBJECT_LENGTH_MAX) ?? null,
    id: asString(error['id'])?.slice(0, TEXT_LENGTH_MAX) ?? null,
  }
}

function shortText(value: unknown): string {
  const text =
    asString(value)
      ?.replace(/[\x00-\x1f\x7f]+/g, ' ')
      .trim() ?? ''
  return text.slice(0, TEXT_LENGTH_MAX).toWellFormed()
}

/** What a person reads about a refused request; reads on after the name of the server. */
export function describeRefusal(status: number, problems: readonly Problem[]): string {
  const [first] = problems
  const said =
    first === undefined ? '' : (problems.find(({ detail }) => detail !== '')?.detail ?? first.title)
  const because = said === '' ? '' : `: ${said}`
  const has = (slug: string) => problems.some((problem) => problem.slug === slug)
  if (problems.some(({ connectionIssue }) => connectionIssue === 'TooManyConnections')) {
    return 'holds as many connections for this app as its plan allows. Another program may use the same bearer token, or the plan does not allow a second connection.'
  }
  if (has('usage-capped')) return `says that the posts of this plan are used up${because}`
  switch (status) {
    case 401:
      return 'does not accept the bearer token (HTTP 401). Make a new one in the X developer console and enter it for this source.'
    case 402:
      return 'says that the credits of this account are used up (HTTP 402). Add credits in the X developer console.'
    case 403:
      return `does not allow this app to do that (HTTP 403)${because}`
    case 409:
      return `has no rules for this app (HTTP 409)${because}`
    case 429:
      return 'asks to wait, because too many requests were made (HTTP 429)'
    default:
      return status >= 500
        ? `has trouble of its own (HTTP ${status})`
        : `refused the request (HTTP ${status})${because}`
  }
}
