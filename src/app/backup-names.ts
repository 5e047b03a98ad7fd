/** Secrets that the data directory may hold: what signs sessions, and what opens stored tokens. */
export const SECRET_NAMES = ['session.secret', 'secrets.key'] as const
export const LEDGER_NAME = 'ledger.sqlite'
/** `archive/<table>/<part>/<file>`, as the embedded engine wrote them. */
export const PARTS_FOLDER = 'archive'
/** `rows/posts-<n>.ndjson`, `rows/pages-<n>.ndjson`, `rows/companions-<n>.ndjson`, from a server. */
export const ROWS_FOLDER = 'rows'

const SAFE_SEGMENT = /^(?!\.{1,2}$)[\w.%=-]{1,255}$/
const DEPTH_MAX = 6

/** Whether an entry of this name may be unpacked: below our own folders, never outside. */
export function isEntryName(name: string): boolean {
  if (name === LEDGER_NAME || SECRET_NAMES.some((secret) => secret === name)) return true
  const segments = name.split('/')
  const [folder] = segments
  const isDeepEnough = folder === PARTS_FOLDER ? segments.length >= 4 : segments.length === 2
  return (
    (folder === PARTS_FOLDER || folder === ROWS_FOLDER) &&
    isDeepEnough &&
    segments.length <= DEPTH_MAX &&
    segments.every((segment) => SAFE_SEGMENT.test(segment))
  )
}

/** @param piece from 0 */
export function rowsName(kind: 'posts' | 'pages' | 'companions', piece: number): string {
  return `${ROWS_FOLDER}/${kind}-${String(piece).padStart(9, '0')}.ndjson`
}
