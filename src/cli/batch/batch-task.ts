import type { CommandContext, ParsedArguments } from '../command.ts'

/** One task of `verity batch`: opened once, then asked about every line. */
export type BatchTask = {
  open(context: CommandContext, parsed: ParsedArguments): Promise<OpenBatchTask>
}

export type OpenBatchTask = AsyncDisposable & {
  /**
   * Works on one input object and gives the output object, `id` included.
   *
   * @throws {AppError} what makes this item fail; the run goes on
   */
  handle(item: Readonly<Record<string, unknown>>): Promise<object>
}
