import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type SourceEnvironment, type SourceKind, sourceKind } from '../../src/desk/source-kind.ts'
import { SourceRegister } from '../../src/desk/source-register.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { SecretBox } from '../../src/ledger/secret-box.ts'
import { realTiming } from '../../src/lib/timing.ts'
import type { Source } from '../../src/sources/source.ts'

/** A kind of source without options, connected by default. */
export function defaultKind(kind: string, title: string, open: () => Source): SourceKind {
  return sourceKind({
    ...{ kind, title, open },
    byDefault: true,
    options: z.strictObject({}),
    secrets: [],
    streamOptions: [],
    mainOptions: [],
    namesAreHandles: false,
    titleOf: () => title,
  })
}

/** The list of sources in a ledger, with tokens sealed by a fixed secret. */
export function registerIn(ledger: Pick<Ledger, 'sources'>, kinds: readonly SourceKind[]): SourceRegister {
  const box = new SecretBox(['a secret of the tests, long enough to be one'])
  return new SourceRegister({
    ...{ sources: ledger.sources, kinds, newId: randomUUID },
    openBox: async () => box,
  })
}

export const TEST_ENVIRONMENT: SourceEnvironment = {
  timing: realTiming,
  random: Math.random,
  jetstreamUrl: null,
}
