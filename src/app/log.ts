import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/** Structured lines on stderr, for people where that is a terminal. Texts of posts and questions are never logged. */
export function openLog(level: Config['logLevel']): Logger {
  const options = { level, base: null, redact: ['req.headers.cookie', 'req.headers.authorization'] }
  if (process.stderr.isTTY !== true) return pino(options, pino.destination(2))
  const transport = { target: 'pino-pretty', options: { destination: 2, ignore: 'pid,hostname' } }
  return pino({ ...options, transport })
}
