/** One item of an RSS feed that a test writes. */
export type Item = {
  readonly link?: string
  readonly guid?: string
  readonly title?: string
  readonly description?: string
  readonly pubDate?: string
  readonly raw?: string
}

export function rss(items: readonly Item[], channel = ''): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">' +
    `<channel><title>The Courier</title><link>https://courier.example/</link><language>en-GB</language>${channel}` +
    `${items.map(itemXml).join('')}</channel></rss>`
  )
}

function itemXml({ link, guid, title, description, pubDate, raw = '' }: Item): string {
  const element = (name: string, value: string | undefined) =>
    value === undefined ? '' : `<${name}>${escapeXml(value)}</${name}>`
  const parts = [
    element('title', title),
    element('link', link),
    element('guid', guid),
    element('description', description),
    element('pubDate', pubDate),
  ]
  return `<item>${parts.join('')}${raw}</item>`
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

const SENTENCES = [
  'The river rose by two metres on Friday night, officials said.',
  'About forty houses near the old mill were emptied before dawn.',
  'Nobody was hurt, according to the fire service of the district.',
  'The bridge on the market road stays closed until engineers have looked at it.',
]

/** A page as news sites build it: menus, an article, comments, scripts. */
export function articlePage(
  title: string,
  { body, head = '' }: { body?: string; head?: string } = {},
): string {
  const paragraphs =
    body ??
    SENTENCES.map((_, n) => `<p>${SENTENCES.slice(n).join(' ')} ${SENTENCES.slice(0, n).join(' ')}</p>`).join(
      '',
    )
  return (
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title} - The Courier</title>` +
    `<meta property="og:site_name" content="The Courier"><meta property="og:title" content="${title}">${head}</head><body>` +
    '<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>' +
    `<main><article><h1>${title}</h1>${paragraphs}</article></main>` +
    '<section id="comments"><h2>Comments</h2><p>First!</p></section><script>track("secret")</script>' +
    '<footer>All rights reserved.</footer></body></html>'
  )
}
