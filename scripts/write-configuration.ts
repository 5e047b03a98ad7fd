// Writes docs/configuration.md from the settings' own schema:  node scripts/write-configuration.ts [--check]
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { configurationPage } from '../src/app/config-page.ts'

const FILE = join(import.meta.dirname, '..', 'docs', 'configuration.md')
const page = configurationPage()

if (process.argv.includes('--check')) process.exitCode = readFileSync(FILE, 'utf8') === page ? 0 : 1
else writeFileSync(FILE, page)
