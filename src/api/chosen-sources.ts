import type { ChosenSources } from '../assistant/choose-sources.ts'
import type { ChosenSourcesJson } from '../contract/chat.ts'

/** The sources of a request as the assistant takes them; null where nothing was chosen. */
export function toChosenSources(json: ChosenSourcesJson | undefined): ChosenSources | null {
  if (json === undefined) return null
  const { kinds, networks, from, to } = json
  return {
    ...(kinds !== undefined && { kinds }),
    ...(networks !== undefined && { networks }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
  }
}
