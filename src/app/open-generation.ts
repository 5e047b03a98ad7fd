import type { EmbedHere } from '../api/v1/embed-here.ts'
import type { V1Dependencies } from '../api/v1/v1-environment.ts'
import type { Archive } from '../archive/archive.ts'
import type { AskDependencies } from '../assistant/ask.ts'
import { CODE_TOOL } from '../assistant/generate/code-tool.ts'
import {
  BEST_MODEL,
  EMBEDDED_MODEL,
  type GenerateDependencies,
  generate,
} from '../assistant/generate/generate.ts'
import type { GenerationRequest } from '../assistant/generate/generation.ts'
import type { OpenServerTools, ServerTool } from '../assistant/generate/server-tools.ts'
import type { Notifier } from '../desk/notify/notifier.ts'
import { tellBatch } from '../desk/tell-batch.ts'
import { LOCAL_CONNECTION } from '../domain/model-roles.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type AddressPolicy, publicInternet } from '../lib/safe-fetch/address-policy.ts'
import { makeGuardedFetch } from '../lib/safe-fetch/guarded-fetch.ts'
import { toAskedFile } from './answering.ts'
import type { Config } from './config.ts'
import type { ModelRegistry } from './model-registry.ts'

export type GenerationParts = {
  readonly config: Config
  readonly archive: Archive
  readonly ledger: Ledger
  readonly registry: ModelRegistry
  readonly notifier: Pick<Notifier, 'tell'>
  readonly clock: () => number
  readonly web: Pick<AskDependencies, 'findPages' | 'isWebConfigured'>
  /** Whether only people at this computer can ask: they may name servers on it. */
  readonly isPrivate: boolean
}

const MCP_SILENCE_MAX_MS = 60_000
const anyAddress: AddressPolicy = { allowsAddress: () => true, allowsPort: () => true }
/** Files that one question may search. */
const FILES_MAX = 50
/** Names all files of a person. */
const ALL_FILES = 'files'

/** What the API generates with: the embedded engine, and the models that are set up. */
export function openGeneration(parts: GenerationParts): V1Dependencies {
  const { config, archive, ledger, clock, web, isPrivate, registry, notifier } = parts
  const mcpFetch = makeGuardedFetch({
    policy: isPrivate ? anyAddress : publicInternet,
    silenceMaxMs: MCP_SILENCE_MAX_MS,
  })
  const deps: GenerateDependencies = {
    ask: { archive, clock, ...web },
    chatModel: (id) => registry.chat(id),
    writerFor: (id) => registry.writer(id),
    answerChain: () => registry.chain('answer'),
    filesOf: async (ownerId, ids) => {
      const wanted = ids.includes(ALL_FILES) ? (await ledger.files.list(ownerId)).map(({ id }) => id) : ids
      const found = await Promise.all(wanted.slice(0, FILES_MAX).map((id) => ledger.files.get(ownerId, id)))
      return found.flatMap((file) => (file === null ? [] : [toAskedFile(file)]))
    },
    openTools: async (request) => await openTools(request, mcpFetch),
  }
  return {
    models: async () => [...OWN_MODELS, ...(await registry.served())],
    generate: (request, signal) => generate(request, deps, signal),
    recordUsage: async (ownerId, { used, usage }, ms) =>
      await ledger.usage.record(ownerId, {
        ...{ runId: null, model: used, costUsd: usage.costUsd, ms },
        ...{ tokensIn: usage.inputTokens, tokensOut: usage.outputTokens },
      }),
    remote: async (role) => {
      const [ref] = (await registry.choice(role)).chain
      if (ref === undefined) return null
      if (ref.connection !== LOCAL_CONNECTION) return { model: ref.model, ...(await registry.address(ref)) }
      // Models in this machine read and write text and make vectors; no more.
      if (role !== 'embed') return null
      const embed: EmbedHere = (texts, signal) => registry.embedHere(ref.model, texts, signal)
      return { model: ref.model, url: '', key: null, embed }
    },
    batchDone: (ownerId, batch) => tellBatch(ownerId, batch, notifier),
    publicUrl: config.publicUrl,
  }
}

const OWN_MODELS = [
  {
    ...{ id: EMBEDDED_MODEL, aliases: [], ownedBy: 'verity', contextTokens: null },
    price: { inputUsd: 0, outputUsd: 0 },
    capabilities: ['search', 'citations'],
  },
  {
    ...{ id: BEST_MODEL, aliases: [], ownedBy: 'verity', contextTokens: null, price: null },
    capabilities: ['search', 'citations', 'structured_output'],
  },
] as const

/** Tools that run here for one request: those of servers the client names, and the sandbox. */
async function openTools(
  { mcp, runsCode }: GenerationRequest,
  fetch: typeof globalThis.fetch,
): Promise<Awaited<ReturnType<OpenServerTools>>> {
  const stack = new AsyncDisposableStack()
  try {
    const tools: ServerTool[] = runsCode ? [CODE_TOOL] : []
    if (mcp.length > 0) {
      const { openMcp } = await import('../assistant/generate/mcp-tools.ts')
      for (const [at, server] of mcp.entries())
        tools.push(...stack.use(await openMcp(server, at, fetch)).tools)
    }
    return { tools, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (thrown) {
    await stack.disposeAsync()
    throw thrown
  }
}
