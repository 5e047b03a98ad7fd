import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Id of the living process that the engine's lock file names, or null. The file stays behind after kill -9. */
export async function holderOf(directory: string): Promise<number | null> {
  const status = await readFile(join(directory, 'status'), 'utf8').catch(() => '')
  const pid = Number(/PID:\s*(\d+)/.exec(status)?.[1] ?? Number.NaN)
  return Number.isInteger(pid) && isAlive(pid) ? pid : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
