import type { CommandContext, ParsedArguments } from '../command.ts'

/** One task of `verity batch`: opened once, then asked about every line; some say what they found at the end only. */
export type BatchTask = {
  open(context: CommandContext, parsed: ParsedArguments): Promise<OpenBatchTask>
}

export type OpenBatchTask = AsyncDisposable & {
  /**
   * Works on one input object and gives the output object, `id` included, or null where findings come at the end.
   *
   * @throws {AppError} what makes this item fail; the run goes on
   */
  handle(item: Readonly<Record<string, unknown>>): Promise<object | null>
  /** Findings over all items, once the last one was handled; for tasks whose `handle` gives null. */
  finish?(): Iterable<object> | AsyncIterable<object>
}
