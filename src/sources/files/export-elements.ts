import { brokenItem } from './archive-item.ts'
import type { ExportFile } from './containers/export-folder.ts'
import { type JsonItem, type JsonList, jsonItems } from './json-items.ts'

/** The elements of the list in one file of an export. Where the file breaks, the last item says so. */
export async function* exportElements(file: ExportFile, list: JsonList): AsyncGenerator<JsonItem> {
  try {
    yield* jsonItems(file.read(), list)
  } catch (error) {
    yield brokenItem(error)
  }
}
