import { ANALYSIS_VERSION } from '../domain/text/analysis-version.ts'
import type { Connections } from './connections.ts'
import { METADATA } from './tables.ts'

const ANALYSIS_KEY = 'analysis_version'

/** Notes this program's analysis version in an archive that holds no posts yet; another version stays noted. */
export async function recordAnalysisVersion(connections: Connections): Promise<void> {
  const [row] = await connections.readOnWriter<{ noted: string; posts: number }>({
    sql:
      `SELECT (SELECT argMax(value, changed_at) FROM ${METADATA.name} WHERE key = {key:String}) AS noted, ` +
      '(SELECT count() FROM posts) AS posts',
    params: { key: ANALYSIS_KEY },
  })
  if (row?.noted === String(ANALYSIS_VERSION)) return
  if (row?.noted !== '' && row?.posts !== 0) return
  await noteAnalysisVersion(connections, ANALYSIS_VERSION)
}

export async function noteAnalysisVersion(connections: Connections, version: number): Promise<void> {
  await connections.command({
    sql: `INSERT INTO ${METADATA.name} SELECT {key:String}, {value:String}, now64(3, 'UTC')`,
    params: { key: ANALYSIS_KEY, value: String(version) },
  })
}

export async function analysisVersion(connections: Connections): Promise<number> {
  const [row] = await connections.read<{ value: string }>({
    sql: `SELECT argMax(value, changed_at) AS value FROM ${METADATA.name} WHERE key = {key:String}`,
    params: { key: ANALYSIS_KEY },
  })
  return Number(row?.value)
}
