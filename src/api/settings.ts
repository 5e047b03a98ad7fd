import { Hono } from 'hono'
import { type SettingsJson, settingsSchema } from '../contract/account.ts'
import type { Settings } from '../ledger/settings.ts'
import type { ApiDependencies, ApiEnvironment } from './environment.ts'
import { readBody } from './read-input.ts'
import { ownerOf, viewerOf } from './viewer.ts'

/** GET /api/settings · PATCH /api/settings (owner) */
export function settingsRoutes({ ledger, settingsChanged }: ApiDependencies): Hono<ApiEnvironment> {
  const routes = new Hono<ApiEnvironment>()
  routes.get('/', async (context) => {
    viewerOf(context)
    return context.json(settingsToJson(await ledger.settings.get()))
  })

  routes.patch('/', async (context) => {
    ownerOf(context)
    const patch = await readBody(context, settingsSchema.partial())
    const settings = await ledger.settings.update({
      ...(patch.retention_days !== undefined && { retentionDays: patch.retention_days }),
      ...(patch.retention_size_bytes_max !== undefined && {
        retentionSizeBytesMax: patch.retention_size_bytes_max,
      }),
      ...(patch.sign_up !== undefined && { signUp: patch.sign_up }),
    })
    settingsChanged()
    return context.json(settingsToJson(settings))
  })
  return routes
}

function settingsToJson({ retentionDays, retentionSizeBytesMax, signUp }: Settings): SettingsJson {
  return { retention_days: retentionDays, retention_size_bytes_max: retentionSizeBytesMax, sign_up: signUp }
}
