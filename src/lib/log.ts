/** The part of a logger that features use; pino's fits. Fields first, then a sentence for people. */
export type Log = {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}
