import { Hono } from 'hono'
import { unknownModel } from '../../assistant/generate/generate.ts'
import { allows } from '../../domain/api-scopes.ts'
import type { ApiDependencies } from '../environment.ts'
import { requireEndpoint, type ServedModel, type V1Context, type V1Environment } from './v1-environment.ts'

/** Prices are told in US cents for 100 million tokens: dollars for a million, times 10,000. */
const CENTS_PER_100M = 10_000
/** Models say when they were made; ours are as old as this API. Seconds. */
const CREATED = Math.floor(Date.UTC(2026, 10, 22) / 1_000)

/** GET /v1/models(/:id) · /v1/language-models(/:id) · /v1/{embedding,image-generation,video-generation}-models(/:id) */
export function modelRoutes(dependencies: ApiDependencies): Hono<V1Environment> {
  const routes = new Hono<V1Environment>()
  const list = async (context: V1Context) => {
    const { scopes } = requireEndpoint(context, 'models')
    return (await dependencies.v1.models()).filter(({ id }) => allows(scopes.models, id))
  }
  const find = async (context: V1Context, id: string) => {
    const found = (await list(context)).find((model) => model.id === id || model.aliases.includes(id))
    if (found === undefined) throw unknownModel(id)
    return found
  }
  routes.get('/models', async (context) =>
    context.json({ object: 'list', data: (await list(context)).map(toModel) }),
  )
  routes.get('/models/:id{.+}', async (context) =>
    context.json(toModel(await find(context, context.req.param('id')))),
  )
  routes.get('/language-models', async (context) =>
    context.json({ models: (await list(context)).map(toLanguageModel) }),
  )
  routes.get('/language-models/:id{.+}', async (context) =>
    context.json(toLanguageModel(await find(context, context.req.param('id')))),
  )
  for (const kind of ['embedding', 'image-generation', 'video-generation']) {
    routes.get(`/${kind}-models`, (context) => {
      requireEndpoint(context, 'models')
      return context.json({ models: [] })
    })
    routes.get(`/${kind}-models/:id{.+}`, (context) => {
      requireEndpoint(context, 'models')
      throw unknownModel(context.req.param('id'))
    })
  }
  return routes
}

function prices({ price }: ServedModel): Record<string, number | null> {
  const cents = (usd: number | undefined) => (usd === undefined ? null : Math.round(usd * CENTS_PER_100M))
  return {
    prompt_text_token_price: cents(price?.inputUsd),
    prompt_image_token_price: cents(price?.inputUsd),
    cached_prompt_text_token_price: cents(price?.inputUsd),
    completion_text_token_price: cents(price?.outputUsd),
  }
}

function toModel(model: ServedModel): object {
  return {
    ...{ id: model.id, object: 'model', created: CREATED, owned_by: model.ownedBy },
    ...{ aliases: model.aliases, context_length: model.contextTokens, ...prices(model) },
    capabilities: { reasoning_effort: ['low', 'medium', 'high'], features: model.capabilities },
  }
}

function toLanguageModel(model: ServedModel): object {
  const modalities = model.capabilities.includes('image_input') ? ['text', 'image'] : ['text']
  return {
    ...{ id: model.id, object: 'model', created: CREATED, owned_by: model.ownedBy, version: '1.0' },
    ...{ fingerprint: '', input_modalities: modalities, output_modalities: ['text'] },
    ...{ ...prices(model), search_price: 0, aliases: model.aliases },
    capabilities: { features: model.capabilities },
  }
}
