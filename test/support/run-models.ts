import { readConfig } from '../../src/app/config.ts'
import { openModels } from '../../src/app/open-models.ts'
import { runCommandLine } from '../../src/cli/main.ts'
import { Collected, commandContext } from './run-command.ts'

/** Runs `verity models` over a data directory; it may open the ledger there. */
export async function runModels(dataDir: string, argv: readonly string[]) {
  const [stdout, stderr] = [new Collected(), new Collected()]
  const config = readConfig({}, { dataDir })
  const code = await runCommandLine(['models', ...argv], {
    ...{ version: '0', stdout, stderr },
    makeContext: () => ({
      ...commandContext(stdout, stderr),
      dataDir,
      openModels: () => openModels(config, Date.now),
    }),
  })
  const json = stdout.text.startsWith('{') ? JSON.parse(stdout.text) : null
  return { code, json, stdout: stdout.text, stderr: stderr.text }
}
