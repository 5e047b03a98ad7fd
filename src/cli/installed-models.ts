import { AppError } from '../domain/errors.ts'
import { visibleText } from '../domain/text/safe-text.ts'
import { availableMemoryBytes, gigabytes, leastBytes } from '../models/gguf/gguf-memory.ts'
import { isRuntimeInstalled } from '../models/gguf/gguf-models.ts'
import { installModel } from '../models/gguf/install-model.ts'
import { type InstalledModel, ModelFolder } from '../models/gguf/model-folder.ts'
import { readGguf } from '../models/gguf/read-gguf.ts'
import {
  type CommandContext,
  type CommandOptions,
  type ParsedArguments,
  printJson,
  printLine,
  textOption,
  wantsJson,
} from './command.ts'
import { megabytes, showBytes } from './show-bytes.ts'

export const INSTALL_OPTIONS = {
  name: { type: 'string', value: 'NAME', describe: 'install: what to call it (default the file name)' },
  sha256: { type: 'string', value: 'HEX', describe: 'install: checksum that the file must have' },
  'any-size': { type: 'boolean', describe: "install: also what is larger than this machine's memory" },
} satisfies CommandOptions

/** The part of `models list` about this machine, as JSON and as lines. */
export async function describeInstalled({ dataDir }: Pick<CommandContext, 'dataDir'>) {
  const folder = new ModelFolder(dataDir)
  const [models, unfinished] = await Promise.all([folder.list(), folder.unfinished()])
  const installed = await Promise.all(models.map((model) => rowOf(folder, model)))
  const isInstalled = isRuntimeInstalled()
  const lines = [
    ...installed.map(describe),
    ...unfinished.map(
      ({ name, bytes }) => `${name}  unfinished, ${megabytes(bytes)} arrived: install it again to go on`,
    ),
    ...(isInstalled ? [] : ['The package "node-llama-cpp" is not installed: GGUF models cannot run here.']),
  ]
  return { json: { installed, unfinished, runtime_installed: isInstalled }, lines }
}

/** `models install FILE|URL` */
export async function install(
  context: CommandContext,
  parsed: ParsedArguments,
  [from, ...more]: readonly string[],
): Promise<number> {
  if (from === undefined)
    throw new AppError('invalid_input', 'verity models install needs a GGUF file or its https address.')
  refuseWords('install', more)
  const folder = new ModelFolder(context.dataDir)
  const progress = showBytes(context, 'installed')
  const hosts = new Set<string>()
  const model = await installModel(folder, {
    from,
    name: textOption(parsed, 'name') ?? null,
    sha256: textOption(parsed, 'sha256') ?? null,
    anySize: parsed.values['any-size'] === true,
    now: context.clock,
    signal: context.signal,
    onBytes: progress.show,
    onHost: (host) => {
      if (!hosts.has(host)) context.stderr.write(`Asking ${visibleText(host)}\n`)
      hosts.add(host)
    },
  }).finally(progress.end)
  const row = await rowOf(folder, model)
  if (wantsJson(parsed)) printJson(context, { ...row, hosts: [...hosts] })
  else {
    printLine(context, describe(row))
    context.stderr.write(`verity models use ${row.id} lets it answer; ask --model ${row.id} asks it once.\n`)
  }
  return 0
}

/** `models remove NAME`; roles that named it name it no more. */
export async function remove(
  context: CommandContext,
  parsed: ParsedArguments,
  [name, ...more]: readonly string[],
): Promise<number> {
  if (name === undefined) throw new AppError('invalid_input', 'verity models remove needs a name.')
  refuseWords('remove', more)
  await using models = await context.openModels()
  const ref = `local/${bareName(name)}`
  const folder = new ModelFolder(context.dataDir)
  if ((await folder.find(bareName(name))) !== null)
    for (const { role, chain } of (await models.describe()).roles) {
      const others = chain.filter((each) => each.ref !== ref)
      if (others.length < chain.length)
        await models.changeRole(role, { chain: others.map((each) => each.ref) })
    }
  const { bytes } = await folder.remove(bareName(name))
  if (wantsJson(parsed)) printJson(context, { name: bareName(name), removed: true, bytes })
  else printLine(context, `Removed ${bareName(name)}: ${megabytes(bytes)} are free again.`)
  return 0
}

type Row = Awaited<ReturnType<typeof rowOf>>

async function rowOf(folder: ModelFolder, model: InstalledModel) {
  const header = await readGguf(folder.fileOf(model.name)).catch(() => null)
  const needs = header === null ? null : leastBytes(header)
  return {
    id: `gguf:${model.name}`,
    ...{ name: model.name, architecture: model.architecture, parameters: model.parameters },
    ...{ bytes: model.bytes, sha256: model.sha256, context_tokens: model.contextTokens },
    needs_bytes: needs,
    /** Null: the file cannot be read any more. */
    fits_now: needs === null ? null : needs <= availableMemoryBytes(),
    source: model.source,
    installed_at: new Date(model.installedAt).toISOString(),
  }
}

function describe({ id, architecture, parameters, bytes, needs_bytes, fits_now }: Row): string {
  const memory =
    needs_bytes === null
      ? 'its file cannot be read'
      : `needs ${gigabytes(needs_bytes)} of memory${fits_now === false ? ', more than is free' : ''}`
  const size = `${(parameters / 1e9).toFixed(2)} billion parameters, ${megabytes(bytes)}`
  return `${id}  ${visibleText(architecture)}  ${size}, ${memory}`
}

/** `gguf:NAME` is how a model in this machine is written elsewhere. */
function bareName(name: string): string {
  return name.replace(/^(?:gguf:|local\/)/, '')
}

function refuseWords(action: string, words: readonly string[]): void {
  if (words[0] !== undefined)
    throw new AppError('invalid_input', `verity models ${action} takes no "${words[0]}".`)
}
