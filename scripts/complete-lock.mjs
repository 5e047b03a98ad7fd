// Completes package-lock.json after a dependency change.
//
// npm writes only those optional platform packages into the lock file that it could resolve for
// this machine; `npm ci` on another platform then stops with "Missing: … from lock file". This adds
// `{version, optional, os, cpu, libc}` for every `optionalDependencies` entry that is not there.
//
// It also narrows which machines install some of them: see PROCESSORS.
//
//   node scripts/complete-lock.mjs [--check]     --check changes nothing and exits 1 when entries are missing
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
/**
 * The processors that install an optional package, where its own list is too long: npm skips one whose list does not name
 * this machine's. No machine installs node-llama-cpp's binaries for graphics cards (640 MB on Linux alone), and its ARM
 * binaries call themselves fit for x64 too. Why: docs/decisions/0034.
 */
const PROCESSORS = [
  [/^node_modules\/@node-llama-cpp\/.*-(?:cuda|cuda-ext|vulkan)$/, 'none'],
  [/^node_modules\/@node-llama-cpp\/linux-arm64$/, 'arm64'],
  [/^node_modules\/@node-llama-cpp\/linux-armv7l$/, 'arm'],
]
/** Words for systems in names of packages, beside npm's own. */
const OS_WORDS = { mac: 'darwin', win: 'win32' }
const LOCK = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(LOCK, 'utf8'))
const missing = findMissing(lock.packages)
const tooWide = Object.entries(lock.packages).filter(([path, { cpu }]) => {
  const only = processorFor(path)
  return only !== undefined && String(cpu) !== only
})

if (process.argv.includes('--check')) {
  for (const { path, range } of missing) console.error(`missing from the lock file: ${path}@${range}`)
  for (const [path] of tooWide) console.error(`installed on more machines than it should be: ${path}`)
  process.exit(missing.length + tooWide.length === 0 ? 0 : 1)
}

for (const { path, name, range } of missing) {
  lock.packages[path] = describe(name, range)
  const only = processorFor(path)
  if (only !== undefined) lock.packages[path].cpu = [only]
  console.log(`added ${path}@${lock.packages[path].version}`)
}
for (const [path, entry] of tooWide) entry.cpu = [processorFor(path)]
if (missing.length + tooWide.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(`${missing.length} entries added.`)

function processorFor(path) {
  return PROCESSORS.find(([pattern]) => pattern.test(path))?.[1]
}

function findMissing(packages) {
  const found = []
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (resolves(packages, path, name)) continue
      const at = `node_modules/${name}`
      if (!found.some((other) => other.path === at)) found.push({ path: at, name, range })
    }
  }
  return found
}

/** Node's own lookup: the package's folder, then every folder above it. */
function resolves(packages, from, name) {
  let folder = from
  for (;;) {
    if (packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true
    if (folder === '') return false
    const cut = folder.lastIndexOf('/node_modules/')
    folder = cut === -1 ? '' : folder.slice(0, cut)
  }
}

/**
 * Platform packages name their platform (`@scope/tool-linux-x64-musl`), so the entry can be written
 * without asking a registry that may not even carry the other platforms' files.
 */
function describe(name, range) {
  const words = name.split(/[-/]/).map((word) => OS_WORDS[word] ?? word)
  const os = OS.filter((word) => words.includes(word))
  const cpu = CPU.filter((word) => words.includes(word))
  const libc = words.some((word) => word.startsWith('musl'))
    ? ['musl']
    : words.some((word) => word.startsWith('gnu'))
      ? ['glibc']
      : []
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}
