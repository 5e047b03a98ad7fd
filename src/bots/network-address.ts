import { AppError } from '../domain/errors.ts'

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/**
 * The origin of a server as its owner typed it; without a scheme it is HTTPS. Plain HTTP goes to this very machine only: passwords never
 * cross a network in the clear.
 *
 * @throws {AppError} invalid_input when it is no such address
 */
export function serverOrigin(typed: string): string {
  const written = typed.trim()
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `https://${written}`
  if (!URL.canParse(address)) throw notAnAddress(typed)
  const { origin, protocol, hostname } = new URL(address)
  const isLoopback = LOOPBACK.test(hostname)
  const isSafe =
    protocol === 'https:' ? hostname.includes('.') || isLoopback : protocol === 'http:' && isLoopback
  if (!isSafe) throw notAnAddress(typed)
  return origin
}

function notAnAddress(typed: string): AppError {
  return new AppError(
    'invalid_input',
    `"${typed.slice(0, 100)}" is not the address of a server: write one such as https://example.social.`,
    { param: 'server' },
  )
}
