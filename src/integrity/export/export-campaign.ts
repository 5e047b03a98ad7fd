import { createHash } from 'node:crypto'
import type { StoredCampaign } from '../../domain/campaign.ts'
import type { Post } from '../../domain/post.ts'
import { sharedLinks } from '../describe/shared-links.ts'
import { networkForm } from '../network/network-file.ts'
import { stixBundle } from './stix-bundle.ts'

export const EXPORT_FORMATS = ['json', 'csv', 'graphml', 'stix'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export type ExportSubject = {
  readonly stored: StoredCampaign
  /** As the API tells it. */
  readonly json: object
  readonly posts: readonly Post[]
}

export type CampaignFile = {
  readonly contentType: string
  readonly extension: string
  readonly text: string
}

/**
 * A campaign as a file: everything (JSON), its posts (CSV), its accounts and links (GraphML), or for analysts (STIX 2.1).
 *
 * @param options.hidesNames accounts get a hash instead of their names; their posts' texts are left out then
 */
export function exportCampaign(
  subject: ExportSubject,
  { format, hidesNames }: { readonly format: ExportFormat; readonly hidesNames: boolean },
): CampaignFile {
  const shown = hidesNames ? pseudonymised(subject) : subject
  switch (format) {
    case 'json':
      return { contentType: 'application/json', extension: 'json', text: JSON.stringify(shown.json, null, 1) }
    case 'csv':
      return { contentType: 'text/csv; charset=utf-8', extension: 'csv', text: postRows(shown) }
    case 'graphml':
      return { contentType: 'application/graphml+xml', extension: 'graphml', text: graph(shown) }
    case 'stix':
      return {
        contentType: 'application/stix+json;version=2.1',
        extension: 'stix.json',
        text: JSON.stringify(stixBundle(shown.stored), null, 1),
      }
  }
}

const COLUMNS = [
  'campaign_id',
  'post_id',
  'account',
  'created_at',
  'lang',
  'repost_of',
  'urls',
  'text',
] as const

function postRows({ stored, posts }: ExportSubject): string {
  const rows = posts.map(({ id, author, createdAt, lang, repostOf, urls, text }) => [
    ...[stored.campaign.id, id, author, createdAt === null ? '' : new Date(createdAt).toISOString()],
    ...[lang ?? '', repostOf ?? '', JSON.stringify(urls), text],
  ])
  return [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')
}

/** Quoted; what a spreadsheet would take for a formula is defused. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

function graph({ stored, posts }: ExportSubject): string {
  const links = sharedLinks(stored, posts)
  const form = networkForm('links.graphml')
  const lines = form?.({
    isDirected: false,
    columns: ['from', 'to', 'posts', 'channels', 'first_at', 'p_value', 'q_value'],
    rows: links.map(({ from, to, posts: shared, channels, firstAt, pValue, qValue }) => [
      ...[from, to, shared, channels.join(' '), new Date(firstAt).toISOString(), pValue, qValue],
    ]),
  })
  return [...(lines ?? [])].join('\n')
}

/** Fields of the JSON that may name an account: words, and ids of posts, which on many networks hold their author's. */
const TELLING_FIELDS = ['why', 'narrative', 'posts_stored', 'post_ids', 'objects'] as const

/** The same file with every account and post under a hash that is the same within one campaign only, and without words. */
function pseudonymised({ stored, json, posts }: ExportSubject): ExportSubject {
  const { campaign } = stored
  const hide = (kind: 'account' | 'post', id: string) =>
    `${kind}-${createHash('sha256').update(`${campaign.id}\n${id}`).digest('hex').slice(0, 12)}`
  const nameOf = (id: string) => hide('account', id)
  const hideLink = <L extends { readonly from: string; readonly to: string }>(link: L): L => ({
    ...link,
    from: nameOf(link.from),
    to: nameOf(link.to),
  })
  const shown = json as {
    readonly members: readonly { readonly id: string }[]
    readonly links: readonly { readonly from: string; readonly to: string }[]
  }
  const objects = campaign.objects.map((object) => ({
    ...object,
    key: '',
    postIds: object.postIds.map((id) => hide('post', id)),
  }))
  const accounts = campaign.accounts.map((one) => ({ ...one, id: nameOf(one.id) }))
  return {
    stored: {
      ...stored,
      campaign: { ...campaign, accounts, objects, why: `${accounts.length} accounts act in concert.` },
      links: stored.links.map(hideLink),
    },
    json: {
      ...Object.fromEntries(Object.entries(json).filter(([name]) => !isTelling(name))),
      members: shown.members.map((one) => ({ ...one, id: nameOf(one.id), name: null })),
      links: shown.links.map(hideLink),
      objects,
    },
    posts: posts.map((post) => ({
      ...post,
      id: hide('post', post.id),
      author: nameOf(post.author),
      authorName: null,
      repostOf: post.repostOf === null ? null : hide('post', post.repostOf),
      text: '',
    })),
  }
}

function isTelling(name: string): boolean {
  return TELLING_FIELDS.some((field) => field === name)
}
