// Plain JavaScript that runs on any Node from 20: makes sure that what the lock file names is
// installed (including the project's own Node 24) and that the web app is built, then ends.
//
//   node scripts/bootstrap.mjs run|serve|develop
//
// `run` and `serve` install what the program needs, `serve` also builds the web app, `develop`
// adds the development tools. A stamp in node_modules remembers the lock file and the set, so
// that a later start does nothing but compare it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const STAMP = join(root, 'node_modules', '.verity-installed.json')
const WEB_STAMP = join(root, 'web', 'dist', '.verity-built')
const NODE_24 = join(root, 'node_modules', 'node', 'bin', 'node')

const want = process.argv[2] ?? 'run'
if (!['run', 'serve', 'develop'].includes(want)) {
  fail(`bootstrap: '${want}' is not one of run, serve, develop`)
}

installWhatIsMissing(want === 'develop' ? 'all' : 'production')
if (want !== 'run') buildWebWhenStale()

function installWhatIsMissing(set) {
  const lock = hashFiles([join(root, 'package-lock.json')])
  const installed = readStamp()
  const enough = installed?.lock === lock && (installed.set === 'all' || installed.set === set)
  if (enough && existsSync(NODE_24)) return

  const keepsTools = set === 'all' || installed?.set === 'all'
  say(
    `Installing what is missing (${keepsTools ? 'with development tools' : 'once'}; a few minutes at most)…`,
  )
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  if (!keepsTools) args.push('--omit=dev')
  const npm = process.env.npm_execpath
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options())
    : spawnSync('npm', args, options())
  if (result.status !== 0) {
    fail(
      'The installation failed; the lines above say why. Nothing was started. Check the network, then run the same command again.',
    )
  }
  if (!existsSync(NODE_24)) {
    fail(
      'Node 24 did not arrive: the npm package "node" fetches it in its install script. Allow install scripts (npm config set ignore-scripts false) and run the same command again.',
    )
  }
  writeFileSync(STAMP, JSON.stringify({ lock, set: keepsTools ? 'all' : set }))
}

function buildWebWhenStale() {
  const inputs = [
    ...listFiles(join(root, 'web', 'src')),
    ...listFiles(join(root, 'web', 'public')),
    ...listFiles(join(root, 'src', 'contract')),
    ...['index.html', 'vite.config.ts', 'package.json', 'tsconfig.json'].map((name) =>
      join(root, 'web', name),
    ),
    join(root, 'package-lock.json'),
  ]
  const fingerprint = hashTimes(inputs)
  if (existsSync(WEB_STAMP) && readFileSync(WEB_STAMP, 'utf8') === fingerprint) return

  say('Building the web app…')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const result = spawnSync(NODE_24, [vite, 'build', '--logLevel', 'warn'], options(join(root, 'web')))
  if (result.status !== 0) fail('The web app could not be built; the lines above say why.')
  mkdirSync(dirname(WEB_STAMP), { recursive: true })
  writeFileSync(WEB_STAMP, fingerprint)
}

/** Output goes to stderr: stdout belongs to the program that follows. */
function options(cwd = root) {
  return { cwd, stdio: ['ignore', 2, 2], env: process.env }
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'))
  } catch {
    return null
  }
}

function listFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function hashFiles(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file))
  return hash.digest('hex')
}

/** Names, sizes and modification times: reading every source at every start would cost more than it tells. */
function hashTimes(files) {
  const hash = createHash('sha256')
  for (const file of files.filter((name) => existsSync(name))) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${file}\0${size}\0${mtimeMs}\0`)
  }
  return hash.digest('hex')
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

function fail(text) {
  if (existsSync(STAMP) && !existsSync(NODE_24)) rmSync(STAMP, { force: true })
  say(text)
  process.exit(1)
}
