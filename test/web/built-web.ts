import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const WEB = fileURLToPath(new URL('../../web', import.meta.url))
export const DIST = join(WEB, 'dist')
const INPUTS = ['src', 'public', 'index.html', 'vite.config.ts', '../src/contract'].map((path) =>
  join(WEB, path),
)
const LOCK = join(tmpdir(), `verity-web-build-${createHash('sha256').update(WEB).digest('hex').slice(0, 12)}`)
const LOCK_MS_MAX = 120_000

/** Builds the web app when what is in `web/dist` is older than its sources. Test files that run at once build once. */
export async function ensureWebIsBuilt(): Promise<void> {
  if (!isStale()) return
  const release = await takeLock()
  try {
    if (isStale()) await build()
  } finally {
    release()
  }
}

async function build(): Promise<void> {
  const require = createRequire(join(WEB, 'package.json'))
  const vite = join(dirname(require.resolve('vite/package.json')), 'bin/vite.js')
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: WEB,
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

function isStale(): boolean {
  const built = join(DIST, 'index.html')
  if (!existsSync(built)) return true
  const builtAt = statSync(built).mtimeMs
  return INPUTS.some((input) => newestChange(input) > builtAt)
}

function newestChange(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/** A directory as lock: making it is atomic. One left behind by a killed run is taken over when it is old. */
async function takeLock(): Promise<() => void> {
  for (;;) {
    try {
      mkdirSync(LOCK)
      return () => rmdirSync(LOCK)
    } catch {
      const age = existsSync(LOCK) ? Date.now() - statSync(LOCK).mtimeMs : 0
      if (age > LOCK_MS_MAX) return () => existsSync(LOCK) && rmdirSync(LOCK)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}
