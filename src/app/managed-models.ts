import type { ConnectionBodyJson, ModelRoleJson, ModelsJson } from '../contract/model.ts'
import type { ManagedModels } from '../desk/managed-models.ts'
import { AppError } from '../domain/errors.ts'
import {
  CHAIN_MAX,
  EMBEDDED_ROLES,
  ENVIRONMENT_CONNECTION,
  formatModelRef,
  LOCAL_CONNECTION,
  MODEL_ROLES,
  type ModelRole,
  NO_CHOICE,
  parseModelRef,
} from '../domain/model-roles.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ModelConnection } from '../ledger/model-settings.ts'
import type { SecretBox } from '../ledger/secret-box.ts'
import { addressOf } from '../models/language/open-chat-model.ts'
import type { Config } from './config.ts'
import { keyPlace, type ModelRegistry } from './model-registry.ts'

type Parts = {
  readonly config: Config
  readonly ledger: Pick<Ledger, 'modelSettings' | 'usage'>
  readonly registry: ModelRegistry
  readonly openBox: () => Promise<SecretBox>
  readonly clock: () => number
}

const DAY_MS = 86_400_000
const CONNECTION_ID = /^[\w-]{1,60}$/
const OWN_CONNECTIONS = new Set([ENVIRONMENT_CONNECTION, LOCAL_CONNECTION])

/** Who does what, as the routes and the command line show and change it. */
export function managedModels(parts: Parts): ManagedModels {
  const { ledger, registry } = parts
  return {
    describe: () => describe(parts),
    changeRole: async (role, { chain, ms_max, usd_per_day_max }) => {
      const refs = chain?.map(parseModelRef)
      if (refs !== undefined && refs.length > CHAIN_MAX)
        throw new AppError('invalid_input', `A role takes ${CHAIN_MAX} models at most.`)
      for (const ref of refs ?? []) await registry.address(ref)
      await ledger.modelSettings.update((settings) => {
        const known = settings.roles[role] ?? NO_CHOICE
        const changed = {
          chain: refs ?? known.chain,
          msMax: ms_max === undefined ? known.msMax : ms_max,
          usdPerDayMax: usd_per_day_max === undefined ? known.usdPerDayMax : usd_per_day_max,
        }
        return { ...settings, roles: { ...settings.roles, [role]: changed } }
      })
      registry.forget()
    },
    setConnection: async (id, body) => {
      if (!CONNECTION_ID.test(id) || OWN_CONNECTIONS.has(id))
        throw new AppError('invalid_input', `"${id}" cannot name a connection.`)
      await setConnection(id, body, parts)
      registry.forget()
    },
    removeConnection: async (id) => {
      await ledger.modelSettings.update((settings) => {
        if (!settings.connections.some((one) => one.id === id))
          throw new AppError('not_found', `There is no connection "${id}".`)
        const roles = Object.entries(settings.roles).map(([role, choice]) => [
          role,
          { ...choice, chain: choice.chain.filter(({ connection }) => connection !== id) },
        ])
        return {
          ...settings,
          connections: settings.connections.filter((one) => one.id !== id),
          roles: Object.fromEntries(roles),
        }
      })
      registry.forget()
    },
  }
}

async function setConnection(
  id: string,
  { kind, url, key }: ConnectionBodyJson,
  { ledger, openBox }: Parts,
): Promise<void> {
  const sealed = key == null ? null : (await openBox()).seal(key, keyPlace(id))
  await ledger.modelSettings.update((settings) => {
    const before = settings.connections.find((one) => one.id === id)
    const sealedKey = key === undefined ? (before?.sealedKey ?? null) : sealed
    // A key that stays must not be sent to another server.
    if (
      key === undefined &&
      sealedKey !== null &&
      (before?.kind !== kind || (before.url ?? null) !== (url ?? null))
    )
      throw new AppError('invalid_input', 'key: give the key again when the address of the server changes.')
    const connection: ModelConnection = { id, kind, url: url ?? null, sealedKey }
    return { ...settings, connections: [...settings.connections.filter((one) => one.id !== id), connection] }
  })
}

async function describe({ config, ledger, registry, clock }: Parts): Promise<ModelsJson> {
  const { connections } = await ledger.modelSettings.get()
  const now = clock()
  const local = await registry.localModels()
  return {
    connections: [
      ...(config.model === null
        ? []
        : [
            {
              ...{ id: ENVIRONMENT_CONNECTION, kind: 'environment' as const },
              ...{ host: new URL(config.model.url).host, has_key: config.model.key !== null },
            },
          ]),
      ...(local.length === 0
        ? []
        : [{ id: LOCAL_CONNECTION, kind: 'local' as const, host: local.join(', '), has_key: false }]),
      ...connections.map((one) => ({
        ...{
          id: one.id,
          kind: one.kind,
          host: new URL(addressOf(one)).host,
          has_key: one.sealedKey !== null,
        },
      })),
    ],
    roles: await Promise.all(MODEL_ROLES.map((role) => describeRole(role, registry))),
    spent_today_usd: await ledger.usage.spentSince(now - (now % DAY_MS)),
  }
}

async function describeRole(role: ModelRole, registry: ModelRegistry): Promise<ModelRoleJson> {
  const { chain, msMax, usdPerDayMax } = await registry.choice(role)
  const models = await Promise.all(
    chain.map(async (ref) => {
      const name = formatModelRef(ref)
      const health = registry.health.of(name)
      const price = await registry.priceOf(ref)
      return {
        ref: name,
        price: price === null ? null : { input_usd: price.inputUsd, output_usd: price.outputUsd },
        ...{ calls: health.calls, failures: health.failures, first_word_ms: health.firstWordMs },
        last_failure: health.lastFailure,
        last_failure_at: health.lastFailureAt === null ? null : new Date(health.lastFailureAt).toISOString(),
        resting: registry.health.rests(name),
      }
    }),
  )
  return {
    role,
    chain: models,
    embedded: EMBEDDED_ROLES.has(role),
    ms_max: msMax,
    usd_per_day_max: usdPerDayMax,
  }
}
