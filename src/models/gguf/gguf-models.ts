import { findPackageJSON } from 'node:module'
import { availableParallelism } from 'node:os'
import { AppError } from '../../domain/errors.ts'
import type { ChatModel } from '../language/chat-model.ts'
import { ggufChatModel } from './gguf-chat.ts'
import { availableMemoryBytes, chooseContextTokens } from './gguf-memory.ts'
import { type InstalledModel, ModelFolder } from './model-folder.ts'
import { ModelHost } from './model-host.ts'
import { readGguf } from './read-gguf.ts'

export type GgufModelsOptions = {
  readonly dataDir: string
  /** Null: all cores but one, which stays with the server; never more than there are. */
  readonly threads: number | null
  /** How much memory is free, in bytes; the system's own count where nothing is said. */
  readonly availableBytes?: () => number
  readonly idleMs?: number
  readonly silenceMaxMs?: number
}

/** The GGUF models of a data directory, ready to be asked. Each is loaded when it is first asked. */
export class GgufModels implements AsyncDisposable {
  readonly folder: ModelFolder
  readonly #options: GgufModelsOptions
  readonly #hosts = new Map<string, ModelHost>()

  constructor(options: GgufModelsOptions) {
    this.folder = new ModelFolder(options.dataDir)
    this.#options = options
  }

  /** Names of the models that are installed. */
  async list(): Promise<readonly string[]> {
    return (await this.folder.list()).map(({ name }) => name)
  }

  /**
   * A model, ready to be asked; it is loaded when it is.
   *
   * @returns null where no such model is installed
   */
  async open(name: string): Promise<ChatModel | null> {
    const model = await this.folder.find(name)
    return model === null ? null : ggufChatModel(name, this.#host(model))
  }

  /**
   * Vectors of length 1, one for each text, as many numbers as the model is wide; only of use among themselves.
   *
   * @throws {AppError} not_found, not_built, over_limit, upstream_failed, cancelled
   */
  async embed(name: string, texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]> {
    return await this.#host(await this.folder.require(name)).embed(texts, signal)
  }

  /** Ends every model at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#hosts.values()].map((host) => host.close()))
    this.#hosts.clear()
  }

  #host({ name, sha256 }: InstalledModel): ModelHost {
    const file = this.folder.fileOf(name)
    // Another model may have taken the name since.
    const identity = `${name} ${sha256}`
    const known = this.#hosts.get(identity)
    if (known !== undefined) return known
    const { threads, availableBytes = availableMemoryBytes, idleMs, silenceMaxMs } = this.#options
    const host = new ModelHost({
      ...{ name, file, threads: chooseThreads(threads) },
      prepare: async () => {
        requireRuntime()
        return { contextTokens: chooseContextTokens(await readGguf(file), name, availableBytes()) }
      },
      ...(idleMs !== undefined && { idleMs }),
      ...(silenceMaxMs !== undefined && { silenceMaxMs }),
    })
    this.#hosts.set(identity, host)
    return host
  }
}

/** llama.cpp's threads wait busily for each other: with more than cores it was a hundred times slower (2026-11-21, docs/decisions/0034). */
export function chooseThreads(wanted: number | null, cores = availableParallelism()): number {
  return Math.max(1, Math.min(wanted ?? cores - 1, cores))
}

/** @throws {AppError} not_built with what works instead */
function requireRuntime(): void {
  if (isRuntimeInstalled()) return
  throw new AppError(
    'not_built',
    'GGUF models need the package "node-llama-cpp", which could not be installed on this system (it needs glibc 2.34 or newer). A model server works everywhere: VERITY_MODEL and VERITY_MODEL_URL.',
  )
}

/** Whether the optional package is there. Does not load it. */
export function isRuntimeInstalled(): boolean {
  try {
    return findPackageJSON('node-llama-cpp', import.meta.url) !== undefined
  } catch {
    return false
  }
}
