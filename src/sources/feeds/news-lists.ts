/** Names of the lists that people can switch on. */
export const NEWS_LIST_NAMES = ['news-en', 'news-fr'] as const
export type NewsListName = (typeof NEWS_LIST_NAMES)[number]

/**
 * Public news feeds of broadcasters, newspapers and agencies, as they announce them on their own pages. Nothing is
 * read unless a person switches a list on.
 *
 * Written down in November 2026 from what is publicly known; the machine it was written on could not reach them, so none
 * was tried. Publishers move and close feeds: a moved one is followed and remembered, a closed one is reported.
 */
export const NEWS_LISTS: Readonly<Record<NewsListName, readonly string[]>> = {
  'news-en': [
    'https://feeds.bbci.co.uk/news/world/rss.xml',
    'https://feeds.bbci.co.uk/news/uk/rss.xml',
    'https://www.theguardian.com/world/rss',
    'https://www.theguardian.com/uk-news/rss',
    'https://feeds.npr.org/1001/rss.xml',
    'https://rss.nytimes.com/services/xml/rss/nyt/World.xml',
    'https://rss.nytimes.com/services/xml/rss/nyt/HomePage.xml',
    'https://www.aljazeera.com/xml/rss/all.xml',
    'https://rss.dw.com/rdf/rss-en-all',
    'https://www.france24.com/en/rss',
    'https://www.rfi.fr/en/rss',
    'https://feeds.skynews.com/feeds/rss/world.xml',
    'https://abcnews.go.com/abcnews/topstories',
    'https://www.cbsnews.com/latest/rss/main',
    'https://www.cbc.ca/webfeed/rss/rss-topstories',
    'https://www.abc.net.au/news/feed/51120/rss.xml',
    'https://www.rte.ie/feeds/rss/?index=/news/',
    'https://www.euronews.com/rss',
    'https://news.un.org/feed/subscribe/en/news/all/rss.xml',
    'https://www.politico.eu/feed/',
  ],
  'news-fr': [
    'https://www.lemonde.fr/rss/une.xml',
    'https://www.lemonde.fr/international/rss_full.xml',
    'https://www.francetvinfo.fr/titres.rss',
    'https://www.france24.com/fr/rss',
    'https://www.rfi.fr/fr/rss',
    'https://www.lefigaro.fr/rss/figaro_actualites.xml',
    'https://www.liberation.fr/arc/outboundfeeds/rss-all/?outputType=xml',
    'https://www.20minutes.fr/feeds/rss-une.xml',
    'https://www.mediapart.fr/articles/feed',
    'https://www.courrierinternational.com/feed/all/rss.xml',
    'https://www.ouest-france.fr/rss/une',
    'https://www.bfmtv.com/rss/news-24-7/',
    'https://fr.euronews.com/rss',
    'https://www.ledevoir.com/rss/manchettes.xml',
    'https://ici.radio-canada.ca/rss/4159',
    'https://www.rts.ch/info/?format=rss/news',
    'https://news.un.org/feed/subscribe/fr/news/all/rss.xml',
  ],
}
