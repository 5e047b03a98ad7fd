// Runs every conformance call and writes docs/api-conformance.md:  node scripts/write-conformance.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { CONFORMANCE_CASES } from '../test/conformance/all-cases.ts'
import { startApiServer } from '../test/support/api-server.ts'

const FILE = join(import.meta.dirname, '..', 'docs', 'api-conformance.md')
const PACKAGES: Readonly<Record<string, string>> = {
  openai: 'openai',
  '@ai-sdk/xai': '@ai-sdk/xai',
  '@ai-sdk/xai 3 (chat)': 'xai-chat-sdk',
  '@langchain/xai': '@langchain/xai',
  '@anthropic-ai/sdk': '@anthropic-ai/sdk',
}

await using server = await startApiServer()
const rows: { client: string; level: string; line: string; hasPassed: boolean }[] = []
for (const { client, level, area, name, run } of CONFORMANCE_CASES) {
  const failure = await run(server).then(
    () => null,
    (thrown: unknown) => (thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown)),
  )
  const result = failure === null ? 'passes' : `**fails**: ${failure}`
  rows.push({
    client,
    level,
    line: `| ${level} | ${area} | ${name} | ${result} |`,
    hasPassed: failure === null,
  })
}
const clients = [...new Set(rows.map(({ client }) => client))]
const passed = rows.filter(({ hasPassed }) => hasPassed).length
const date = new Date().toISOString().slice(0, 10)
const text = `# Conformance of the API

Calls that clients nobody here wrote make against a running Verity over a scripted upstream model, as \`npm test\` does. Written by
\`node scripts/write-conformance.ts\` on ${date}: **${passed} of ${rows.length} pass**. What is served is in [api.md](api.md).
${clients.map(section).join('')}`
writeFileSync(FILE, text)
console.log(`${passed} of ${rows.length} calls pass.`)
process.exitCode = passed === rows.length ? 0 : 1

function section(client: string): string {
  const own = rows.filter((row) => row.client === client)
  const count = own.filter(({ hasPassed }) => hasPassed).length
  const lines = own.map(({ line }) => line).join('\n')
  return `\n## ${client} (${versionOf(PACKAGES[client] ?? client)}): ${count} of ${own.length}\n\n| level | part | what must hold | result |\n| --- | --- | --- | --- |\n${lines}\n`
}

function versionOf(name: string): string {
  const path = createRequire(import.meta.url).resolve.paths(name)?.[0] ?? ''
  for (const folder of [join(import.meta.dirname, '..', 'node_modules'), path]) {
    try {
      return (JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { version: string })
        .version
    } catch {
      // Looked for in the next folder.
    }
  }
  return 'unknown version'
}
