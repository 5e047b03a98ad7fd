import { asObject } from '../../../lib/unknown-json.ts'
import { xPostId } from '../../x/post-id.ts'
import { readXId } from '../../x/snowflake.ts'
import { type ArchiveItem, brokenItem, itemOf, parkedItem } from '../archive-item.ts'
import { type ExportFolder, filesOf, readSmallFile } from '../containers/export-folder.ts'
import { exportElements } from '../export-elements.ts'
import { mapTweet } from './map-tweet.ts'
import { NoteTexts } from './note-texts.ts'
import { readAccount, UNKNOWN_ACCOUNT, type XAccount } from './read-account.ts'
import { YTD_LIST } from './ytd-file.ts'

/**
 * The posts of an export from X: what `tweets.js` and its parts hold, with long texts in full. Deleted posts are
 * parked as `deleted`; messages, likes and everything else are never opened.
 *
 * @see https://help.x.com/en/managing-your-account/how-to-download-your-x-archive
 */
export async function* readXArchive(folder: ExportFolder): AsyncGenerator<ArchiveItem> {
  const problems: ArchiveItem[] = []
  const account = await accountOf(folder, problems)
  const notes = new NoteTexts()
  for (const file of filesOf(folder, 'note_tweets')) {
    for await (const item of exportElements(file, YTD_LIST)) {
      if (item.kind === 'value') notes.add(item.value)
      else problems.push(item)
    }
  }
  yield* problems
  for (const file of filesOf(folder, 'tweets')) {
    for await (const item of exportElements(file, YTD_LIST))
      yield item.kind === 'value' ? itemOf(mapTweet(item.value, { account, notes }), item.text) : item
  }
  for (const file of filesOf(folder, 'deleted_tweets')) {
    for await (const item of exportElements(file, YTD_LIST))
      yield item.kind === 'value' ? parkedItem('deleted', tweetName(item.value)) : item
  }
}

/** All that is kept of a deleted post, to show which one was left out. */
function tweetName(value: unknown): string {
  const tweet = asObject(asObject(value)?.['tweet'])
  const id = readXId(tweet?.['id_str'])
  return id === null ? 'a post without an id' : xPostId(id)
}

async function accountOf(folder: ExportFolder, problems: ArchiveItem[]): Promise<XAccount> {
  for (const file of filesOf(folder, 'account')) {
    try {
      const account = readAccount(await readSmallFile(file))
      if (account !== null) return account
      problems.push(parkedItem('not_json', `${file.name} does not say whose posts these are.`))
    } catch (error) {
      problems.push(brokenItem(error))
    }
  }
  return UNKNOWN_ACCOUNT
}
