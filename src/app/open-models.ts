import type { ManagedModels } from '../desk/managed-models.ts'
import { openSecretBox } from '../ledger/secret-box.ts'
import type { Config } from './config.ts'
import { managedModels } from './managed-models.ts'
import { ModelRegistry } from './model-registry.ts'
import { openLedgerFor } from './open-ledger.ts'
import { openLocalModels } from './open-local-models.ts'

/** Which models do what, for a command; a server that runs sees what it changes within two seconds. */
export async function openModels(
  config: Config,
  clock: () => number,
): Promise<AsyncDisposable & ManagedModels> {
  const ledger = await openLedgerFor(config, clock)
  const openBox = () => openSecretBox(config.dataDir, config.secret)
  const registry = new ModelRegistry({ config, ledger, openBox, clock, local: openLocalModels(config) })
  return {
    ...managedModels({ config, ledger, registry, openBox, clock }),
    [Symbol.asyncDispose]: () => ledger.close(),
  }
}
