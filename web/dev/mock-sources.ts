import { randomUUID } from 'node:crypto'
import { addSourceBodySchema, changeSourceBodySchema, type SourceJson } from '../../src/contract/sources.ts'
import { describeSource } from '../../src/desk/describe-source.ts'
import { NO_FIGURES, type SourceFigures } from '../../src/desk/source-figures.ts'
import { filterFromJson, kindToJson, sourceDetailToJson, sourceToJson } from '../../src/desk/source-json.ts'
import type { SourceKind } from '../../src/desk/source-kind.ts'
import { SOURCE_KINDS } from '../../src/desk/source-kinds.ts'
import { SourceRegister } from '../../src/desk/source-register.ts'
import { AppError } from '../../src/domain/errors.ts'
import { NO_FILTER } from '../../src/domain/source-filter.ts'
import { SecretBox } from '../../src/ledger/secret-box.ts'
import type { NewSource, SourcePatch, StoredSource } from '../../src/ledger/sources.ts'

/** Without asking the networks whether they take the options. */
const KINDS: readonly SourceKind[] = SOURCE_KINDS.map(({ check: _, ...kind }) => kind)

/**
 * Sources that nobody runs: kinds, options, filters and their checks are the real ones, the figures are invented.
 */
export class MockSources {
  readonly #stored = new MemorySources()
  readonly #register: SourceRegister
  readonly #figures = new Map<string, SourceFigures>()

  constructor() {
    const box = new SecretBox(['the mock server keeps nothing and needs no secret'])
    this.#register = new SourceRegister({
      ...{ sources: this.#stored, kinds: KINDS, newId: randomUUID },
      openBox: async () => box,
    })
  }

  /** Adds one without asking the register, in a state of the test's choice. */
  async plant(source: NewSource & { readonly id: string }, state: SourceJson['state']): Promise<void> {
    await this.#stored.add({ ...source, enabled: state !== 'paused' })
    if (state !== 'paused' && state !== 'waiting') this.#figures.set(source.id, figuresOf(state))
  }

  list(): SourceJson[] {
    return this.#stored.all().map((source) => sourceToJson(this.#statusOf(source), Date.now()))
  }

  kinds() {
    return { kinds: SOURCE_KINDS.map(kindToJson) }
  }

  async detail(id: string) {
    return this.#detailOf(await this.#register.require(id))
  }

  async add(body: unknown) {
    const { kind, options, filter } = addSourceBodySchema.parse(body)
    const { source } = await this.#register.add({
      kind,
      ...(options && { options }),
      ...(filter && { filter: filterFromJson(filter) }),
    })
    this.#figures.set(source.id, figuresOf('connecting'))
    return this.#detailOf(source)
  }

  async change(id: string, body: unknown) {
    const { enabled, options, filter } = changeSourceBodySchema.parse(body)
    const changed = await this.#register.change(id, {
      ...(enabled !== undefined && { enabled }),
      ...(options && { options }),
      ...(filter && { filter: filterFromJson(filter) }),
    })
    if (enabled) this.#figures.set(id, figuresOf('connected'))
    return this.#detailOf(changed)
  }

  remove(id: string): Promise<void> {
    return this.#register.remove(id)
  }

  #statusOf(source: StoredSource) {
    const figures = this.#figures.get(source.id)
    return describeSource(source, figures === undefined ? null : { figures, isHeld: true }, undefined)
  }

  #detailOf(source: StoredSource) {
    const kind = SOURCE_KINDS.find((each) => each.kind === source.kind) ?? null
    return sourceDetailToJson(this.#statusOf(source), kind, Date.now())
  }
}

function figuresOf(state: SourceFigures['state']): SourceFigures {
  if (state === 'connecting') return NO_FIGURES
  const now = Date.now()
  const error =
    state === 'unreachable' ? 'getaddrinfo ENOTFOUND jetstream.example' : 'HTTP 403 from the stream'
  if (state !== 'connected') {
    const entry = { firstAt: now - 840_000, lastAt: now - 12_000, count: 14, message: error }
    return { ...NO_FIGURES, state, lastError: error, errors: [entry] }
  }
  return {
    ...{
      state,
      stored: 128_206,
      postsPerSecond: 41.3,
      lastEventAt: now - 1_400,
      lastReceivedAt: now - 1_100,
    },
    dropped: { language: 3_120, keyword: 811, duplicate: 44 },
    parked: { no_time: 2 },
    parts: [
      { name: 'crue: (flood OR crue) lang:fr', state: 'waiting', note: null },
      { name: 'bridge AND', state: 'refused', note: 'Reference to invalid operator (at position 8)' },
    ],
    recheckedAt: now - 10_800_000,
    lastError: null,
    errors: [
      {
        firstAt: now - 7_200_000,
        lastAt: now - 7_140_000,
        count: 3,
        message: 'the server closed the line (1006)',
      },
    ],
    parkedSamples: [{ reason: 'no_time', raw: '{"did":"did:plc:x","commit":{}}', at: now - 60_000 }],
    droppedSamples: [
      sample('language', 'Ojalá llueva pronto en el valle', now - 9_000),
      sample('language', 'مطر غزير هذا الصباح', now - 31_000),
      sample('keyword', 'Pancakes again, no regrets.', now - 14_000),
    ],
    cursor: '1795342801123456',
  }
}

function sample(reason: string, text: string, at: number) {
  return { reason, id: `bluesky:did:plc:x/${at}`, author: 'did:plc:x', source: 'bluesky', text, at }
}

/** What the ledger keeps, in memory. */
class MemorySources {
  readonly #rows = new Map<string, StoredSource>()

  all(): StoredSource[] {
    return [...this.#rows.values()].filter((source) => !source.removed)
  }

  async list(): Promise<StoredSource[]> {
    return [...this.#rows.values()]
  }

  async get(id: string): Promise<StoredSource | null> {
    return this.#rows.get(id) ?? null
  }

  async add(source: NewSource): Promise<StoredSource> {
    const id = source.id ?? randomUUID()
    const stored: StoredSource = {
      ...{ enabled: true, config: {}, secrets: {}, filter: NO_FILTER, stream: '', removed: false },
      ...{ createdAt: Date.now(), ...source, id },
    }
    this.#rows.set(id, stored)
    return stored
  }

  async update(id: string, patch: SourcePatch): Promise<StoredSource | null> {
    const before = this.#rows.get(id)
    if (before === undefined) throw new AppError('not_found', `There is no source ${id}.`)
    const changed = { ...before, ...patch }
    this.#rows.set(id, changed)
    return changed
  }

  async remove(id: string): Promise<boolean> {
    return this.#rows.delete(id)
  }
}
