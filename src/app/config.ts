import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { ArchiveConfig } from '../archive/archive.ts'
import { BUDGET_DEFAULTS, type BudgetSettings } from '../assistant/plugged/spending.ts'
import { AppError } from '../domain/errors.ts'
import type { ModelPrice } from '../models/language/language-model.ts'
import { type WebConfig, webConfig, webSearchSettings } from './web-search-config.ts'

/**
 * Every setting, read once at start. Only this file reads the environment. The reference page
 * docs/configuration.md is generated from the descriptions.
 */
export const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4242).describe('Port of web and API.'),
  VERITY_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on. Anything but a loopback address makes sign-in required.'),
  VERITY_PUBLIC_URL: z
    .url()
    .optional()
    .describe('Address people use, when a proxy stands in front, e.g. https://verity.example.'),
  VERITY_TRUSTED_PROXIES: z
    .string()
    .optional()
    .describe(
      'Addresses or CIDR ranges of reverse proxies whose X-Forwarded-For may be believed, separated by commas.',
    ),
  VERITY_DATA: z
    .string()
    .default('./.verity')
    .describe('Data directory: everything embedded is stored there.'),
  VERITY_SECRET: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Secret that signs sessions and encrypts stored tokens, 32 characters or more; the same for all replicas. Default: made once and kept in the data directory.',
    ),
  VERITY_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token with which Prometheus may read /metrics where sign-in is required, 16 characters or more. Without it only the owner may.',
    ),
  VERITY_DURABLE: z
    .enum(['process', 'power'])
    .default('process')
    .describe(
      '`process`: acknowledged posts, chats and settings survive kill -9. `power`: they survive a power cut too, at the price of slower writes.',
    ),
  VERITY_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged.'),
  VERITY_LIVE: z.enum(['on', 'off']).default('on').describe('`off` starts no live source.'),
  VERITY_MODEL: z
    .string()
    .optional()
    .describe(
      'Model id at the OpenAI-compatible server, with VERITY_MODEL_URL; or `gguf:NAME`, a model that `verity models install` put into the data directory.',
    ),
  VERITY_MODEL_URL: z
    .url()
    .optional()
    .describe('Base URL of the OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1.'),
  VERITY_MODEL_KEY: z.string().optional().describe('Key for the model server, where it wants one.'),
  VERITY_MODEL_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_024)
    .optional()
    .describe(
      'Threads of a GGUF model, never more than there are cores. Default: all cores but one, which stays with the server.',
    ),
  VERITY_MODEL_PRICE: z
    .string()
    .regex(/^\d+(?:\.\d+)?\/\d+(?:\.\d+)?$/, 'two numbers with a slash, e.g. 0.25/2')
    .optional()
    .describe(
      'What the model costs, US dollars for a million tokens read and written, e.g. `0.25/2`; `0/0` for one of your own. Without it the list price of a known server, or unknown.',
    ),
  VERITY_ANSWER_SECONDS_MAX: z.coerce
    .number()
    .min(1)
    .max(3_600)
    .default(BUDGET_DEFAULTS.quickMsMax / 1_000)
    .describe(
      'Longest time a model may take for an answer, in seconds; a deep answer may take five times as long.',
    ),
  VERITY_ANSWER_USD_MAX: z.coerce
    .number()
    .min(0)
    .max(1_000)
    .default(BUDGET_DEFAULTS.quickCostUsdMax)
    .describe(
      'Most that an answer may cost, in US dollars; a deep answer may cost five times as much. Kept only where the price is known.',
    ),
  VERITY_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'an address such as smtps://user:password@mail.example')
    .optional()
    .describe(
      'Mail server through which notifications are sent, e.g. smtps://user:password@mail.example:465. Without it nothing is mailed.',
    ),
  VERITY_SMTP_FROM: z
    .string()
    .max(320)
    .default('Verity <verity@localhost>')
    .describe('Sender of notification mails.'),
  VERITY_FACT_CHECK_KEY: z
    .string()
    .optional()
    .describe(
      'Key of the Google Fact Check Tools API. With it, claims that are checked are also looked up there; their text is sent to Google.',
    ),
  ...webSearchSettings,
  VERITY_JETSTREAM_URL: z
    .string()
    .optional()
    .describe('One Jetstream address instead of the public ones, e.g. ws://127.0.0.1:6008/subscribe.'),
  CLICKHOUSE_URL: z
    .url()
    .optional()
    .describe('ClickHouse server for the archive instead of the embedded one.'),
  CLICKHOUSE_USER: z.string().optional().describe('User at the ClickHouse server.'),
  CLICKHOUSE_PASSWORD: z.string().optional().describe('Password at the ClickHouse server.'),
  CLICKHOUSE_DATABASE: z.string().optional().describe('Database at the ClickHouse server.'),
  CLICKHOUSE_CLUSTER: z
    .string()
    .optional()
    .describe('Cluster name: tables become replicated and distributed over it.'),
  DATABASE_URL: z.url().optional().describe('PostgreSQL for the ledger instead of the embedded SQLite.'),
})

export type ModelConfig = {
  readonly id: string
  readonly url: string
  readonly key: string | null
  /** Null: the list price of a known server, or unknown. */
  readonly price: ModelPrice | null
  readonly budget: BudgetSettings
}

/** Models in this machine. */
export type GgufConfig = {
  /** Null: the one that `verity models use` chose, if any. */
  readonly name: string | null
  readonly threads: number | null
  readonly budget: BudgetSettings
}

export type Config = {
  readonly port: number
  readonly host: string
  readonly publicUrl: string | null
  readonly trustedProxies: readonly string[]
  readonly dataDir: string
  readonly secret: string | null
  readonly metricsToken: string | null
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly live: boolean
  readonly jetstreamUrl: string | null
  readonly archive: ArchiveConfig
  readonly ledger:
    | { readonly kind: 'sqlite'; readonly file: string; readonly durable: 'process' | 'power' }
    | { readonly kind: 'postgres'; readonly url: string }
  readonly model: ModelConfig | null
  readonly gguf: GgufConfig
  readonly web: WebConfig
  /** Null: nothing is mailed. */
  readonly mail: { readonly url: string; readonly from: string } | null
  readonly factCheckKey: string | null
}

/**
 * @param env the process environment, or a part of it
 * @param overrides settings given on the command line
 * @throws {AppError} invalid_input that names every unknown or unusable setting and what is allowed
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  overrides: { dataDir?: string | undefined } = {},
): Config {
  refuseUnknownKeys(env)
  const parsed = environmentSchema.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  )
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('invalid_input', `Unusable settings. ${problems.join('; ')}`)
  }
  const settings = parsed.data
  const dataDir = resolve(overrides.dataDir ?? settings.VERITY_DATA)
  return {
    port: settings.PORT,
    host: settings.VERITY_HOST,
    publicUrl: settings.VERITY_PUBLIC_URL ?? null,
    trustedProxies: (settings.VERITY_TRUSTED_PROXIES ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
    dataDir,
    secret: settings.VERITY_SECRET ?? null,
    metricsToken: settings.VERITY_METRICS_TOKEN ?? null,
    logLevel: settings.VERITY_LOG,
    live: settings.VERITY_LIVE === 'on',
    jetstreamUrl: settings.VERITY_JETSTREAM_URL ?? null,
    archive: archiveConfig(settings, dataDir),
    ledger:
      settings.DATABASE_URL === undefined
        ? { kind: 'sqlite', file: join(dataDir, 'ledger.sqlite'), durable: settings.VERITY_DURABLE }
        : { kind: 'postgres', url: settings.DATABASE_URL },
    model: modelConfig(settings),
    gguf: {
      name: ggufName(settings),
      threads: settings.VERITY_MODEL_THREADS ?? null,
      budget: answerBudget(settings),
    },
    web: webConfig(settings),
    mail:
      settings.VERITY_SMTP_URL === undefined
        ? null
        : { url: settings.VERITY_SMTP_URL, from: settings.VERITY_SMTP_FROM },
    factCheckKey: settings.VERITY_FACT_CHECK_KEY ?? null,
  }
}

type Settings = z.infer<typeof environmentSchema>

function archiveConfig(settings: Settings, dataDir: string): ArchiveConfig {
  if (settings.CLICKHOUSE_URL === undefined) {
    return { kind: 'embedded', dataDir: join(dataDir, 'archive'), durable: settings.VERITY_DURABLE }
  }
  return {
    kind: 'server',
    url: settings.CLICKHOUSE_URL,
    ...(settings.VERITY_DURABLE === 'power' && { durable: 'power' as const }),
    ...(settings.CLICKHOUSE_USER !== undefined && { username: settings.CLICKHOUSE_USER }),
    ...(settings.CLICKHOUSE_PASSWORD !== undefined && { password: settings.CLICKHOUSE_PASSWORD }),
    ...(settings.CLICKHOUSE_DATABASE !== undefined && { database: settings.CLICKHOUSE_DATABASE }),
    ...(settings.CLICKHOUSE_CLUSTER !== undefined && { cluster: settings.CLICKHOUSE_CLUSTER }),
  }
}

function modelConfig(settings: Settings): ModelConfig | null {
  const { VERITY_MODEL: id, VERITY_MODEL_URL: url, VERITY_MODEL_KEY: key } = settings
  if ((id === undefined && url === undefined) || ggufName(settings) !== null) return null
  if (id === undefined || url === undefined) {
    throw new AppError(
      'invalid_input',
      'VERITY_MODEL and VERITY_MODEL_URL belong together: set both, or neither for the embedded engine. A model in this machine is VERITY_MODEL=gguf:NAME alone.',
    )
  }
  const [input, output] = (settings.VERITY_MODEL_PRICE ?? '').split('/').map(Number)
  return {
    ...{ id, url, key: key ?? null },
    price: input === undefined || output === undefined ? null : { inputUsd: input, outputUsd: output },
    budget: answerBudget(settings),
  }
}

/** Null where VERITY_MODEL names a model at a server, or none. @throws {AppError} invalid_input when it is both */
function ggufName({ VERITY_MODEL: id, VERITY_MODEL_URL: url }: Settings): string | null {
  const name = id?.startsWith('gguf:') ? id.slice('gguf:'.length) : null
  if (name !== null && url !== undefined) {
    throw new AppError(
      'invalid_input',
      'VERITY_MODEL=gguf:… is a model in this machine and takes no VERITY_MODEL_URL: leave one of the two out.',
    )
  }
  return name
}

function answerBudget(settings: Settings): BudgetSettings {
  return {
    quickMsMax: settings.VERITY_ANSWER_SECONDS_MAX * 1_000,
    quickCostUsdMax: settings.VERITY_ANSWER_USD_MAX,
  }
}

function refuseUnknownKeys(env: Readonly<Record<string, string | undefined>>): void {
  const known = Object.keys(environmentSchema.shape)
  const unknown = Object.keys(env).filter((key) => /^(VERITY|CLICKHOUSE)_/.test(key) && !known.includes(key))
  if (unknown.length === 0) return
  throw new AppError(
    'invalid_input',
    `Unknown settings: ${unknown.join(', ')}. Allowed: ${known.join(', ')}.`,
  )
}
