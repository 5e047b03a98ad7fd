import { AppError } from '../domain/errors.ts'
import type { SourceFilter } from '../domain/source-filter.ts'
import { NO_FILTER } from '../domain/source-filter.ts'
import { emptyKeywords } from '../ingest/filter-post.ts'
import type { SecretBox } from '../ledger/secret-box.ts'
import type { SourcePatch, Sources, StoredSource } from '../ledger/sources.ts'
import type { SourceKind } from './source-kind.ts'
import { parseOptions, type SourceOptions, secretValues, splitSecrets } from './source-options.ts'

export type RegisterDependencies = {
  readonly sources: Pick<Sources, 'list' | 'get' | 'add' | 'update' | 'remove'>
  readonly kinds: readonly SourceKind[]
  /** Opened only where a secret is sealed or read. */
  readonly openBox: () => Promise<SecretBox>
  readonly newId: () => string
}

export type AddSource = {
  readonly kind: string
  readonly options?: SourceOptions
  readonly filter?: Partial<SourceFilter>
  /** Instead of the kind's own words. */
  readonly title?: string
}

export type ChangeSource = {
  readonly enabled?: boolean
  /** Those to set; null takes one away; what is not named stays. */
  readonly options?: SourceOptions
  /** Parts to replace; what is not named stays. */
  readonly filter?: Partial<SourceFilter>
  readonly title?: string
}

/** A stored source that this program knows how to open. */
export type ReadySource = {
  readonly kind: SourceKind
  /** As the kind's functions take them. */
  readonly options: unknown
  /** The values of its secrets, to be kept out of whatever is shown. */
  readonly secrets: readonly string[]
}

/** How long a network may take to say whether it takes the options. */
const CHECK_MS = 15_000
const ID_LENGTH_MAX = 60
const STREAM_LENGTH = 8

/**
 * The list of live sources in the ledger: checks and stores what people ask for. It starts and stops nothing; processes
 * that run sources look at the ledger.
 */
export class SourceRegister {
  readonly kinds: readonly SourceKind[]
  readonly #deps: RegisterDependencies

  constructor(deps: RegisterDependencies) {
    this.#deps = deps
    this.kinds = deps.kinds
  }

  /** Oldest first. */
  async list(): Promise<StoredSource[]> {
    return (await this.#deps.sources.list()).filter((source) => !source.removed)
  }

  /** Connects what is connected by default, once ever. */
  async connectDefaults(): Promise<void> {
    const stored = await this.#deps.sources.list()
    for (const { kind, title, byDefault } of this.kinds) {
      if (byDefault && !stored.some((source) => source.kind === kind))
        await this.#deps.sources.add({ id: kind, kind, title })
    }
  }

  /**
   * Adds a source; one with the very same options that exists already is resumed, and takes what else was asked for.
   *
   * @throws {AppError} invalid_input for a kind or options that do not exist or do not fit, or that the network does not take;
   * over_limit beyond 1,000 sources
   */
  async add(request: AddSource): Promise<{ readonly source: StoredSource; readonly isNew: boolean }> {
    const kind = this.kindOf(request.kind)
    const parsed = parseOptions(kind, withoutNulls(request.options ?? {}))
    await kind.check?.(parsed, AbortSignal.timeout(CHECK_MS))
    const { open, secret } = splitSecrets(kind, parsed as SourceOptions)
    const stored = await this.#deps.sources.list()
    const same = stored.find((source) => source.kind === kind.kind && isSame(configOf(kind, source), open))
    if (same !== undefined && !same.removed) {
      const { title, filter } = request
      const patch = { enabled: true, options: secret, ...(title && { title }), ...(filter && { filter }) }
      return { source: await this.change(same.id, patch), isNew: false }
    }
    if (same !== undefined) await this.#deps.sources.remove(same.id)
    const title = request.title ?? kind.titleOf(parsed)
    const id = freeId(
      kind.titleOf(parsed),
      new Set(stored.filter((each) => each !== same).map((each) => each.id)),
    )
    const source = await this.#deps.sources.add({
      ...{ id, kind: kind.kind, title, config: open },
      secrets: await this.#seal(id, secret),
      filter: checkedFilter({ ...NO_FILTER, ...request.filter }),
      stream: this.#newStream(),
    })
    return { source, isNew: true }
  }

  /** @throws {AppError} not_found; invalid_input when options or filter do not fit */
  async change(id: string, request: ChangeSource): Promise<StoredSource> {
    const source = await this.require(id)
    const { enabled, filter, title } = request
    const patch: SourcePatch = {
      ...(await this.#optionsPatch(source, request.options ?? {})),
      ...(enabled !== undefined && { enabled }),
      ...(filter !== undefined && { filter: checkedFilter({ ...source.filter, ...filter }) }),
      ...(title !== undefined && { title }),
    }
    const changed = await this.#deps.sources.update(id, patch)
    if (changed === null) throw noSource(id)
    return changed
  }

  /** Disconnects for good and forgets cursor and tokens; stored posts stay. @throws {AppError} not_found */
  async remove(id: string): Promise<void> {
    const { kind, title, config } = await this.require(id)
    await this.#deps.sources.remove(id)
    const byDefault = this.kinds.some((candidate) => candidate.kind === kind && candidate.byDefault)
    // Without this mark the next start would connect it again.
    if (byDefault) await this.#deps.sources.add({ id, kind, title, config, enabled: false, removed: true })
  }

  /** @throws {AppError} invalid_input when this version does not know the kind, or its options no longer fit; store_failed when a token cannot be read */
  async ready(source: StoredSource): Promise<ReadySource> {
    const kind = this.kinds.find((candidate) => candidate.kind === source.kind)
    if (kind === undefined)
      throw new AppError('invalid_input', `This version knows no source of kind ${source.kind}.`)
    const options = { ...source.config, ...(await this.#unseal(source, Object.keys(source.secrets))) }
    return { kind, options: parseOptions(kind, options), secrets: secretValues(kind, options) }
  }

  /** @throws {AppError} not_found */
  async require(id: string): Promise<StoredSource> {
    const source = await this.#deps.sources.get(id)
    if (source === null || source.removed) throw noSource(id)
    return source
  }

  /** @throws {AppError} invalid_input that lists the kinds there are */
  kindOf(name: string): SourceKind {
    const found = this.kinds.find((candidate) => candidate.kind === name)
    if (found !== undefined) return found
    const kinds = this.kinds.map((candidate) => candidate.kind).join(', ')
    throw new AppError('invalid_input', `There is no source of kind ${name}; there are: ${kinds}.`)
  }

  async #optionsPatch(source: StoredSource, changes: SourceOptions): Promise<SourcePatch> {
    if (Object.keys(changes).length === 0) return {}
    const kind = this.kindOf(source.kind)
    // A token that is replaced may be one that can no longer be read.
    const kept = Object.keys(source.secrets).filter((name) => !Object.hasOwn(changes, name))
    const unsealed = await this.#unseal(source, kept)
    const parsed = parseOptions(kind, withoutNulls({ ...source.config, ...unsealed, ...changes }))
    await kind.check?.(parsed, AbortSignal.timeout(CHECK_MS))
    const { open, secret } = splitSecrets(kind, parsed as SourceOptions)
    const before = configOf(kind, source)
    const isSameStream = kind.streamOptions.every((name) => isSame(before[name], open[name]))
    return {
      config: open,
      secrets: await this.#seal(source.id, secret),
      ...(!isSameStream && { stream: this.#newStream() }),
      ...(isOwnTitle(kind, source) && { title: kind.titleOf(parsed) }),
    }
  }

  async #seal(id: string, secrets: SourceOptions): Promise<Record<string, string>> {
    const entries = Object.entries(secrets)
    if (entries.length === 0) return {}
    const box = await this.#deps.openBox()
    return Object.fromEntries(
      entries.map(([name, value]) => [name, box.seal(String(value), place(id, name))]),
    )
  }

  async #unseal(source: StoredSource, names: readonly string[]): Promise<Record<string, string>> {
    if (names.length === 0) return {}
    const box = await this.#deps.openBox()
    return Object.fromEntries(
      names.map((name) => [name, box.open(source.secrets[name] ?? '', place(source.id, name))]),
    )
  }

  #newStream(): string {
    return this.#deps.newId().replaceAll('-', '').slice(0, STREAM_LENGTH)
  }
}

function place(id: string, option: string): string {
  return `source:${id}:${option}`
}

/** Whether the kind, not a person, gave the source its title. */
function isOwnTitle(kind: SourceKind, source: StoredSource): boolean {
  return kind.titleOf(configOf(kind, source)) === source.title
}

/** The options without secrets, with the defaults of this version; as stored where a secret is needed to check them. */
function configOf(kind: SourceKind, { config }: StoredSource): SourceOptions {
  const parsed = kind.options.safeParse(config)
  return parsed.success ? splitSecrets(kind, parsed.data as SourceOptions).open : config
}

function checkedFilter(filter: SourceFilter): SourceFilter {
  const [empty] = emptyKeywords(filter)
  if (empty !== undefined)
    throw new AppError('invalid_input', `The keyword "${empty}" holds no word: write letters or digits.`)
  return filter
}

/** `Mastodon · mastodon.social · #climate` → `mastodon-mastodon.social-climate`, with a number where it is taken. */
function freeId(title: string, taken: ReadonlySet<string>): string {
  const words = title.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '')
  const base = words
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .slice(0, ID_LENGTH_MAX)
    .replaceAll(/^[-.]+|[-.]+$/g, '')
  const name = base === '' ? 'source' : base
  for (let number = 1; ; number++) {
    const id = number === 1 ? name : `${name}-${number}`
    if (!taken.has(id)) return id
  }
}

function withoutNulls(options: SourceOptions): SourceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))
}

/** Same values, whatever the order of names. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

function noSource(id: string): AppError {
  return new AppError('not_found', `There is no source ${id}.`)
}
