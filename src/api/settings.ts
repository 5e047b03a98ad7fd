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
      ...(patch.retention_by_network !== undefined && {
        retentionByNetwork: mapValues(patch.retention_by_network, ({ days, size_bytes_max }) => {
          return { days, sizeBytesMax: size_bytes_max }
        }),
      }),
      ...(patch.pages_days !== undefined && { pagesDays: patch.pages_days }),
      ...(patch.pages_size_bytes_max !== undefined && { pagesSizeBytesMax: patch.pages_size_bytes_max }),
      ...(patch.thumbnails !== undefined && { thumbnails: patch.thumbnails }),
      ...(patch.thumbnails_size_bytes_max !== undefined && {
        thumbnailsSizeBytesMax: patch.thumbnails_size_bytes_max,
      }),
      ...(patch.sign_up !== undefined && { signUp: patch.sign_up }),
    })
    settingsChanged()
    return context.json(settingsToJson(settings))
  })
  return routes
}

function settingsToJson(settings: Settings): SettingsJson {
  return {
    retention_days: settings.retentionDays,
    retention_size_bytes_max: settings.retentionSizeBytesMax,
    retention_by_network: mapValues(settings.retentionByNetwork, ({ days, sizeBytesMax }) => {
      return { days, size_bytes_max: sizeBytesMax }
    }),
    pages_days: settings.pagesDays,
    pages_size_bytes_max: settings.pagesSizeBytesMax,
    thumbnails: settings.thumbnails,
    thumbnails_size_bytes_max: settings.thumbnailsSizeBytesMax,
    sign_up: settings.signUp,
  }
}

function mapValues<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]))
}
