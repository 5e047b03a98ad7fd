import { enableCompileCache } from 'node:module'
import type { ImportMeasurement } from './import.ts'

// As the program itself does.
enableCompileCache()
const { openArchive } = await import('../src/archive/archive.ts')
const { importFiles } = await import('../src/ingest/import-files.ts')

/** Child process of `bench/import.ts`: imports a file into a fresh archive. */
const [file = '', dataDir = ''] = process.argv.slice(2)
const archive = await openArchive({ kind: 'embedded', dataDir })
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
const report = await importFiles({ inputs: [{ kind: 'path', path: file }], archive })
const seconds = (performance.now() - startedAt) / 1_000
const { user, system } = process.cpuUsage(cpuBefore)
const cpuSeconds = (user + system) / 1e6
const peakRssBytes = process.resourceUsage().maxRSS * 1_024
await archive.close()
process.send?.({ seconds, cpuSeconds, posts: report.stored, peakRssBytes } satisfies ImportMeasurement)
