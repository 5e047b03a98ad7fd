import { addAbortSignal } from 'node:stream'
import { AppError, toAppError } from '../../domain/errors.ts'
import type { CommandContext, ParsedArguments } from '../command.ts'
import { openLineSink } from '../write-lines.ts'
import type { BatchTask, OpenBatchTask } from './batch-task.ts'
import { openInput, readable } from './open-input.ts'
import { LINE_BYTES_MAX, type Line, readLines } from './read-lines.ts'

/**
 * Runs a task over JSON lines: one object out for one in, same order, same `id`. An item that fails
 * becomes `{id, error: {code, message}}` and the run goes on. Tasks that look at everything at once write their findings instead.
 *
 * @returns 0; also when items failed, because their lines say so
 * @throws {AppError} invalid_input when the input cannot be read or the output not written
 */
export async function runBatch(request: {
  task: BatchTask
  input: string
  output: string
  context: CommandContext
  parsed: ParsedArguments
}): Promise<number> {
  const { task, input, output, context, parsed } = request
  const source = await openInput(input, context)
  await using open = await task.open(context, parsed)
  const sink = await openLineSink(output === '-' ? context.stdout : output)
  addAbortSignal(context.signal, source)
  const progress = startProgress(context)
  for await (const line of readLines(readable(source, { input, context }))) {
    context.signal.throwIfAborted()
    if (line.kind === 'line' && line.text.trim() === '') continue
    const result = await handleLine(open, line)
    if (result !== null) await sink.write(JSON.stringify(result))
    progress.step()
  }
  progress.end()
  for await (const finding of open.finish?.() ?? []) await sink.write(JSON.stringify(finding))
  await sink.close()
  return 0
}

async function handleLine(task: OpenBatchTask, line: Line): Promise<object | null> {
  let id: unknown = null
  try {
    const item = parseItem(line)
    id = item['id'] ?? null
    return await task.handle(item)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'cancelled') throw error
    return { id, error: { code: error.code, message: error.message } }
  }
}

function parseItem(line: Line): Record<string, unknown> {
  if (line.kind === 'too_long')
    throw new AppError('invalid_input', `This line is longer than ${LINE_BYTES_MAX} bytes.`)
  let value: unknown
  try {
    value = JSON.parse(line.text)
  } catch (cause) {
    throw new AppError('invalid_input', 'This line is not JSON.', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('invalid_input', 'This line is not a JSON object.')
  }
  return value as Record<string, unknown>
}

/** A running count on stderr, only where that is a terminal. */
function startProgress({ stderr }: CommandContext): { step(): void; end(): void } {
  let count = 0
  if (stderr.isTTY !== true) return { step: () => {}, end: () => {} }
  return {
    step: () => {
      count += 1
      if (count % 10 === 0) stderr.write(`\r${count} done`)
    },
    end: () => stderr.write(`\r${count} done\n`),
  }
}
