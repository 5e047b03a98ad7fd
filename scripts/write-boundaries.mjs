// Writes biome.boundaries.json, the linter's rules for who may import whom, from the table below.
//
//   node scripts/write-boundaries.mjs [--check]     --check writes nothing and exits 1 when the file is stale
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FILE = join(dirname(fileURLToPath(import.meta.url)), '..', 'biome.boundaries.json')

/** A folder knows only the rows above it; folders of one row ignore each other. */
const LEVELS = [
  ['lib'],
  ['domain'],
  ['archive', 'ledger', 'models', 'sources'],
  ['ingest', 'search', 'truth', 'trends', 'integrity'],
  ['assistant', 'desk'],
  ['api', 'cli', 'bots'],
  ['app'],
]
/** The assistant gives the one wire shape of an answer, the desk that of a source; the command line and HTTP share them. */
const KNOW_CONTRACT = ['assistant', 'desk', 'api', 'cli', 'app']

/** Packages that only their owner may import; `app` wires them and may too. */
const PACKAGES = {
  sources: ['ws', 'yauzl', 'tar', 'tar/*', '@atcute/*', 'unpdf'],
  archive: ['@clickhouse/client', '@clickhouse/client-common', 'chdb', 'chdb/*'],
  ledger: ['kysely', 'kysely/*', 'pg', 'node:sqlite', 'better-auth', 'better-auth/*'],
  api: ['hono', 'hono/*', '@hono/*'],
  desk: ['nodemailer'],
  models: ['ai', 'ai/*', '@ai-sdk/*', 'node-llama-cpp'],
}

const FOLDERS = [...LEVELS.flat(), 'contract']
const OUTSIDE_CONTRACT = FOLDERS.filter((folder) => folder !== 'contract').map(
  (folder) => `**/src/${folder}/**`,
)

const overrides = [
  ...LEVELS.flatMap((row, level) => row.map((folder) => serverRule(folder, level))),
  rule(
    'src/contract',
    [...others(['contract']), ...Object.values(PACKAGES).flat(), 'node:*'],
    'schemas only',
  ),
  rule('web/src', [...OUTSIDE_CONTRACT, 'node:*'], 'from src/ the web app imports only contract/'),
  rule(
    'web/src/shared',
    [...OUTSIDE_CONTRACT, '**/features/**', '**/app/**', 'node:*'],
    'shared knows no feature',
  ),
  rule('web/src/features', [...OUTSIDE_CONTRACT, '**/app/**', 'node:*'], 'features do not know the app'),
]

const text = `${JSON.stringify({ overrides })}\n`
if (process.argv.includes('--check')) process.exit(readFileSync(FILE, 'utf8') === text ? 0 : 1)
writeFileSync(FILE, text)

function serverRule(folder, level) {
  const known = [
    ...LEVELS.slice(0, level).flat(),
    folder,
    ...(KNOW_CONTRACT.includes(folder) ? ['contract'] : []),
  ]
  const packages = folder === 'app' ? [] : Object.entries(PACKAGES).filter(([owner]) => owner !== folder)
  return rule(
    `src/${folder}`,
    [...others(known), ...packages.flatMap(([, names]) => names), 'react', 'react-dom'],
    'see the import direction in ARCHITECTURE.md',
  )
}

function others(known) {
  return FOLDERS.filter((folder) => !known.includes(folder)).map((folder) => `**/${folder}/**`)
}

/** Tests beside the code may bring parts together; the code may not. */
function rule(folder, group, why) {
  const options = { patterns: [{ group, message: `${folder} may not import this: ${why}.` }] }
  return {
    includes: [`${folder}/**`, '!**/*.test.ts', '!**/*.test.tsx'],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options } } } },
  }
}
