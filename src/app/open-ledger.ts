import { mkdir } from 'node:fs/promises'
import { type Ledger, openLedger } from '../ledger/ledger.ts'
import type { Config } from './config.ts'

export async function openLedgerFor(config: Config, clock: () => number): Promise<Ledger> {
  if (config.ledger.kind === 'sqlite') await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  return await openLedger(config.ledger, { clock })
}
