import { Hono } from 'hono'
import { z } from 'zod'
import type { CampaignListJson } from '../contract/campaign.ts'
import { readableCampaigns } from '../desk/readable-campaign.ts'
import type { StoredCampaign } from '../domain/campaign.ts'
import { AppError } from '../domain/errors.ts'
import type { Post } from '../domain/post.ts'
import { EXPORT_FORMATS, exportCampaign } from '../integrity/export/export-campaign.ts'
import { campaignSummaryToJson, campaignToJson } from './campaign-to-json.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readQuery } from './read-input.ts'

const listSchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  provisional: z.enum(['true', 'false']).default('false'),
})
const exportSchema = z.object({
  format: z.enum(EXPORT_FORMATS).default('json'),
  pseudonyms: z.enum(['true', 'false']).default('false'),
})
/** Posts that a page or an export shows. */
const POSTS_MAX = 2_000

/** GET /api/campaigns, /api/campaigns/:id, /api/campaigns/:id/export */
export function campaignRoutes({ archive }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()

  routes.get('/', async (context) => {
    const { limit, provisional } = readQuery(context, listSchema)
    const [stored, pass] = await Promise.all([
      archive.listCampaigns({ limit, ...(provisional === 'false' && { isConfirmed: true }) }),
      archive.campaignPass(),
    ])
    const body: CampaignListJson = {
      campaigns: (await readableCampaigns(stored, archive)).map(campaignSummaryToJson),
      looked_at: pass === null ? null : new Date(pass.at).toISOString(),
    }
    return context.json(body)
  })

  routes.get('/:id', async (context) => {
    const { stored, posts } = await read(context.req.param('id'))
    return context.json(campaignToJson(stored, posts))
  })

  routes.get('/:id/export', async (context) => {
    const { format, pseudonyms } = readQuery(context, exportSchema)
    const { stored, posts } = await read(context.req.param('id'))
    const json = campaignToJson(stored, posts)
    const { contentType, extension, text } = exportCampaign(
      { stored, json, posts },
      { format, hidesNames: pseudonyms === 'true' },
    )
    context.header(
      'Content-Disposition',
      `attachment; filename="campaign-${stored.campaign.id}.${extension}"`,
    )
    return context.body(text, 200, { 'Content-Type': contentType })
  })

  async function read(id: string): Promise<{ stored: StoredCampaign; posts: Post[] }> {
    const known = await archive.getCampaign(id)
    if (known === null)
      throw new AppError(
        'not_found',
        'There is no such campaign: it was not confirmed and is no longer seen.',
      )
    const [stored] = (await readableCampaigns([known], archive)) as [StoredCampaign]
    const posts = await archive.getPosts(stored.campaign.postIds.slice(-POSTS_MAX))
    const complete = await archive.completePosts(posts)
    complete.sort((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
    return { stored, posts: complete }
  }
  return routes
}
