import { Hono } from 'hono'
import { z } from 'zod'
import { BEST_MODEL, EMBEDDED_MODEL, unknownModel } from '../../assistant/generate/generate.ts'
import { wordTokens } from '../../assistant/generate/word-tokens.ts'
import type { ApiDependencies } from '../environment.ts'
import { parseInput, readJson } from './read-json.ts'
import { unsupported } from './search-fields.ts'
import { requireEndpoint, requireModel, type V1Environment } from './v1-environment.ts'

const bodySchema = z.strictObject({
  text: z.string().max(1_000_000),
  model: z.string(),
  user: z.unknown().optional(),
})

/** POST /v1/tokenize-text: the embedded engine's words. Tokens of plugged models are their makers' business. */
export function tokenizeRoutes({ v1 }: ApiDependencies): Hono<V1Environment> {
  return new Hono<V1Environment>().post('/', async (context) => {
    const caller = requireEndpoint(context, 'tokenize')
    const { text, model } = parseInput(bodySchema, await readJson(context, bodySchema))
    requireModel(caller, model)
    if (!(await v1.models()).some(({ id }) => id === model)) throw unknownModel(model)
    if (model !== EMBEDDED_MODEL && model !== BEST_MODEL)
      throw unsupported('model', `how "${model}" splits text is not known here; ${EMBEDDED_MODEL} is`)
    const tokens = wordTokens(text).map(({ id, text: token }) => {
      return { token_id: id, string_token: token, token_bytes: [...Buffer.from(token, 'utf8')] }
    })
    return context.json({ token_ids: tokens })
  })
}
