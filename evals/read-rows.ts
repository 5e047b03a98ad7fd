import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'

/** The rows of a gzip file of JSON lines. */
export async function readRows<Row>(file: string): Promise<Row[]> {
  const text = gunzipSync(await readFile(file)).toString('utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}
