import { Hono } from 'hono'
import { toAnswerJson } from '../assistant/answer-json.ts'
import { askBodySchema } from '../contract/chat.ts'
import { toChosenSources } from './chosen-sources.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { localeOf, viewerOf } from './viewer.ts'

/** POST /api/ask: the whole answer at once, as `verity ask --json` prints it; nothing is kept. */
export function askRoutes({ answerOnce }: ApiDependencies): Hono<ApiEnvironment> {
  return new Hono<ApiEnvironment>().post('/', async (context) => {
    const ownerId = viewerOf(context).id
    const { question, model, depth, sources, files } = await readBody(context, askBodySchema)
    const request = {
      ownerId,
      question,
      model: model ?? null,
      locale: localeOf(context),
      depth: depth ?? 'quick',
      fileIds: files ?? [],
      sources: toChosenSources(sources),
    } as const
    return context.json(toAnswerJson(await answerOnce(request, context.req.raw.signal)))
  })
}
