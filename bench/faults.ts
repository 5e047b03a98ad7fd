import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { recordResult } from '../evals/record-result.ts'
import {
  ARCHIVE_READ_ONLY,
  CLOCK_BACK,
  DISK_FULL,
  type FaultReport,
  faultRound,
} from '../test/support/fault-rounds.ts'

const SHOWN_MS_MAX = 5_000
const RECOVERED_MS_MAX = 60_000

/**
 * What happens to the whole program, and to what it stores, when its disk is full, its archive may not be changed, or its
 * clock jumps back an hour while a network goes on publishing. For root on Linux: it mounts a small disk.
 *
 * @param rest `--no-record`
 */
export async function run(rest: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...rest], options: { 'no-record': { type: 'boolean' } } })
  const dir = await mkdtemp(join(tmpdir(), 'verity-bench-faults-'))
  const reports: FaultReport[] = []
  try {
    for (const fault of [DISK_FULL, ARCHIVE_READ_ONLY, CLOCK_BACK]) {
      const report = await faultRound(fault, join(dir, `data-${reports.length}`))
      console.log(report)
      reports.push(report)
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  const bars = reports.flatMap(({ name, lost, doubled, shownAfterMs, recoveredAfterMs }) => [
    { name: `${name}: posts lost or stored twice`, value: lost + doubled, unit: 'posts', atMost: 0 },
    {
      name: `${name}: until the status says so`,
      value: shownAfterMs ?? Number.NaN,
      unit: 'ms',
      atMost: SHOWN_MS_MAX,
    },
    {
      name: `${name}: until everything is stored`,
      value: recoveredAfterMs ?? Number.NaN,
      unit: 'ms',
      atMost: RECOVERED_MS_MAX,
    },
  ])
  if (values['no-record'] !== true) recordResult('bench-faults', { results: reports, bars })
}
