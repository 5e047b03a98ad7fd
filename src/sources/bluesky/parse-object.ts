import { asObject, type JsonObject } from '../../lib/unknown-json.ts'

/** The JSON object in a text; null when it holds anything else. */
export function parseObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}
