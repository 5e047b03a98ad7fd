import { asObject, asString } from '../../../lib/unknown-json.ts'
import { type ArchiveItem, brokenItem, itemOf, parkedItem } from '../archive-item.ts'
import { type ExportFolder, filesOf, readSmallFile } from '../containers/export-folder.ts'
import { exportElements } from '../export-elements.ts'
import type { JsonItem, JsonList } from '../json-items.ts'
import { mapActivity } from './map-activity.ts'
import { type MastodonActor, readActor } from './read-actor.ts'

/** The activities in `outbox.json`; each begins with its address and its kind. */
const OUTBOX_LIST: JsonList = {
  key: 'orderedItems',
  elementStart:
    /\{\s{0,80}"id"\s{0,80}:\s{0,80}"[^"]{1,600}"\s{0,80},\s{0,80}"type"\s{0,80}:\s{0,80}"(?:Create|Announce)"/g,
}

/** Whether a text begins as an outbox does; other programs keep the same kind of file under other names. */
export function isOutbox(head: string): boolean {
  return /^\ufeff?\s*\{\s*"/.test(head) && head.includes('"@context"') && head.includes('"OrderedCollection"')
}

/**
 * The posts of an export from Mastodon, boosts and polls included. What was not for everybody is parked as
 * `private`; of it nothing but its address is kept to look at.
 */
export async function* readMastodonArchive(folder: ExportFolder): AsyncGenerator<ArchiveItem> {
  const problems: ArchiveItem[] = []
  const actor = await actorOf(folder, problems)
  yield* problems
  for (const file of filesOf(folder, 'outbox')) {
    for await (const item of exportElements(file, OUTBOX_LIST))
      yield item.kind === 'value' ? read(item, actor) : item
  }
}

function read(item: Extract<JsonItem, { kind: 'value' }>, actor: MastodonActor | null): ArchiveItem {
  const outcome = mapActivity(item.value, actor)
  const isPrivate = outcome.kind === 'park' && outcome.reason === 'private'
  return itemOf(outcome, isPrivate ? nameOf(item.value) : item.text)
}

function nameOf(value: unknown): string {
  return asString(asObject(value)?.['id']) ?? 'a post without an id'
}

async function actorOf(folder: ExportFolder, problems: ArchiveItem[]): Promise<MastodonActor | null> {
  for (const file of filesOf(folder, 'actor')) {
    try {
      const actor = readActor(await readSmallFile(file))
      if (actor !== null) return actor
      problems.push(parkedItem('not_json', `${file.name} does not say whose posts these are.`))
    } catch (error) {
      problems.push(brokenItem(error))
    }
  }
  return null
}
