import { Hono } from 'hono'
import { toAnswerJson } from '../assistant/answer-json.ts'
import { explainPost } from '../assistant/explain-post.ts'
import { explainBodySchema } from '../contract/chat.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { localeOf } from './viewer.ts'

/** POST /api/explain: a stored post's thread, who else says the same and since when, and whose it is; cited like an answer. */
export function explainRoutes({ archive }: Pick<ApiDependencies, 'archive'>): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().post('/', async (context) => {
    const { post_id: id } = await readBody(context, explainBodySchema)
    const { signal } = context.req.raw
    const answer = await explainPost({ id, locale: localeOf(context) }, { archive, clock: Date.now, signal })
    return context.json(toAnswerJson(answer))
  })
}
