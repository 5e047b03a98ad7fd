import { escapeHtml } from './html.ts'

export type RssItem = {
  readonly title: string
  readonly link: string
  readonly guid: string
  readonly description: string
  /** UTC milliseconds. */
  readonly at: number
}

/** An RSS 2.0 feed, items in the order given. Characters that XML cannot hold are left out. */
export function rssFeed(feed: {
  readonly title: string
  readonly link: string
  readonly description: string
  readonly items: readonly RssItem[]
}): string {
  const { title, link, description, items } = feed
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0"><channel>',
    `<title>${xml(title)}</title><link>${xml(link)}</link><description>${xml(description)}</description>`,
    ...items.map(itemOf),
    '</channel></rss>',
    '',
  ].join('\n')
}

function itemOf({ title, link, guid, description, at }: RssItem): string {
  return [
    `<item><title>${xml(title)}</title><link>${xml(link)}</link>`,
    `<guid isPermaLink="false">${xml(guid)}</guid><pubDate>${new Date(at).toUTCString()}</pubDate>`,
    `<description>${xml(description)}</description></item>`,
  ].join('')
}

function xml(text: string): string {
  return escapeHtml(text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''))
}
