import type { Message } from '../message.ts'

export const SEARCH = {
  'nav.search': { en: 'Search', fr: 'Chercher' },
  'search.title': { en: 'Search', fr: 'Chercher' },
  'search.field': { en: 'Search stored posts', fr: 'Chercher dans les messages enregistrés' },
  'search.placeholder': {
    en: 'Words, a “phrase”, operators',
    fr: 'Des mots, une «\u202fexpression\u202f», des opérateurs',
  },
  'search.submit': { en: 'Search', fr: 'Chercher' },
  'search.completions': { en: 'Narrow the search', fr: 'Préciser la recherche' },
  'search.help': { en: 'How to narrow a search', fr: 'Comment préciser une recherche' },
  'search.helpShow': { en: 'All operators', fr: 'Tous les opérateurs' },
  'search.helpNote': {
    en: 'They can be combined. Put a minus before most of them to leave posts out.',
    fr: 'Ils se combinent. Précédés d’un signe moins, la plupart écartent des messages.',
  },
  'search.op.from': { en: 'written by this account', fr: 'écrits par ce compte' },
  'search.op.to': { en: 'that mention this account', fr: 'qui mentionnent ce compte' },
  'search.op.since': { en: 'of that day or later', fr: 'de ce jour ou plus tard' },
  'search.op.until': { en: 'before that day', fr: 'd’avant ce jour' },
  'search.op.lang': { en: 'in this language', fr: 'dans cette langue' },
  'search.op.url': {
    en: 'with a link to this site, page or word',
    fr: 'avec un lien vers ce site, cette page ou ce mot',
  },
  'search.op.has': {
    en: 'with media; also images, videos, links, hashtags, mentions, poll',
    fr: 'avec un média\u202f; ou images, videos, links, hashtags, mentions, poll',
  },
  'search.op.min': {
    en: 'with at least so many likes; also min_reposts, min_replies',
    fr: 'avec au moins autant de «\u202fj’aime\u202f»\u202f; ou min_reposts, min_replies',
  },
  'search.op.phrase': { en: 'with exactly these words', fr: 'avec exactement ces mots' },
  'search.op.not': { en: 'without this word', fr: 'sans ce mot' },
  'search.today': { en: 'today', fr: 'aujourd’hui' },
  'search.yesterday': { en: 'yesterday', fr: 'hier' },
  'search.weekAgo': { en: 'a week ago', fr: 'il y a une semaine' },
  'search.monthAgo': { en: 'a month ago', fr: 'il y a un mois' },
  'search.order': { en: 'Order', fr: 'Ordre' },
  'search.mode.top': { en: 'Top', fr: 'Pertinence' },
  'search.mode.latest': { en: 'Latest', fr: 'Récents' },
  'search.mode.semantic': { en: 'Semantic', fr: 'Par le sens' },
  'search.modeHelp.top': {
    en: 'Posts with any of the words, best first; newer and echoed ones a little before others.',
    fr: 'Messages contenant l’un des mots, les meilleurs d’abord\u202f; les récents et les repris passent un peu devant.',
  },
  'search.modeHelp.latest': {
    en: 'Posts with every word, newest first.',
    fr: 'Messages contenant tous les mots, du plus récent au plus ancien.',
  },
  'search.modeHelp.semantic': {
    en: 'Also posts with words that mean nearly the same (English).',
    fr: 'Aussi les messages dont les mots ont un sens voisin (en anglais).',
  },
  'search.network': { en: 'Network', fr: 'Réseau' },
  'search.anyNetwork': { en: 'Any network', fr: 'Tout réseau' },
  'search.language': { en: 'Language', fr: 'Langue' },
  'search.anyLanguage': { en: 'Any language', fr: 'Toute langue' },
  'search.period': { en: 'Time', fr: 'Période' },
  'search.period.any': { en: 'Any time', fr: 'Toute date' },
  'search.period.day': { en: 'Last 24 hours', fr: 'Dernières 24 heures' },
  'search.period.week': { en: 'Last 7 days', fr: '7 derniers jours' },
  'search.period.month': { en: 'Last 30 days', fr: '30 derniers jours' },
  'search.countAny': {
    en: { one: '{n} stored post has any of the words', other: '{n} stored posts have any of the words' },
    fr: {
      one: '{n} message enregistré contient l’un des mots',
      other: '{n} messages enregistrés contiennent l’un des mots',
    },
  },
  'search.countAll': {
    en: { one: '{n} stored post matches', other: '{n} stored posts match' },
    fr: {
      one: '{n} message enregistré correspond',
      other: '{n} messages enregistrés correspondent',
    },
  },
  'search.countShown': {
    en: { one: '{n} post found', other: '{n} posts found' },
    fr: { one: '{n} message trouvé', other: '{n} messages trouvés' },
  },
  'search.countUnknown': {
    en: {
      one: 'The first post of more',
      other: 'The first {n} posts; how many there are in all is not counted here',
    },
    fr: {
      one: 'Le premier message, il y en a d’autres',
      other: 'Les {n} premiers messages\u202f; leur nombre total n’est pas compté ici',
    },
  },
  'search.literal': {
    en: 'Read as plain words: {text}. Dates are written 2026-11-22, languages as two or three letters.',
    fr: 'Lu comme de simples mots\u00a0: {text}. Les dates s’écrivent 2026-11-22, les langues en deux ou trois lettres.',
  },
  'search.results': { en: 'Posts found', fr: 'Messages trouvés' },
  'search.copies': {
    en: { one: '{n} copy folded in', other: '{n} copies folded in' },
    fr: { one: '{n} copie regroupée', other: '{n} copies regroupées' },
  },
  'search.likes': {
    en: { one: '{n} like', other: '{n} likes' },
    fr: { one: '{n} j’aime', other: '{n} j’aime' },
  },
  'search.reposts': {
    en: { one: '{n} repost', other: '{n} reposts' },
    fr: { one: '{n} repartage', other: '{n} repartages' },
  },
  'search.replies': {
    en: { one: '{n} reply', other: '{n} replies' },
    fr: { one: '{n} réponse', other: '{n} réponses' },
  },
  'search.more': { en: 'Show more', fr: 'Afficher la suite' },
  'search.moreLoading': { en: 'Loading more', fr: 'Chargement de la suite' },
  'search.end': { en: 'That is all of them.', fr: 'Il n’y en a pas d’autres.' },
  'search.endOfList': {
    en: 'The list ends here. Narrow the search to see others.',
    fr: 'La liste s’arrête ici. Précisez la recherche pour en voir d’autres.',
  },
  'search.moreFailed': { en: 'The next posts did not come', fr: 'La suite n’est pas arrivée' },
  'search.failed': { en: 'The search failed', fr: 'La recherche a échoué' },
  'search.none': { en: 'No stored post matches', fr: 'Aucun message enregistré ne correspond' },
  'search.noneHelp': {
    en: 'Only posts that are stored here are searched. Fewer or other words may find some.',
    fr: 'Seuls les messages enregistrés ici sont parcourus. Moins de mots, ou d’autres, en trouveront peut-être.',
  },
  'search.widen': { en: 'Search without filters', fr: 'Chercher sans filtre' },
  'search.trySemantic': { en: 'Search by meaning', fr: 'Chercher par le sens' },
  'search.start': {
    en: {
      one: '{n} post is stored here. It is searched on this server; nothing is sent elsewhere.',
      other: '{n} posts are stored here. They are searched on this server; nothing is sent elsewhere.',
    },
    fr: {
      one: '{n} message est enregistré ici. La recherche se fait sur ce serveur ; rien n’est envoyé ailleurs.',
      other:
        '{n} messages sont enregistrés ici. La recherche se fait sur ce serveur ; rien n’est envoyé ailleurs.',
    },
  },
  'search.nothingStored': {
    en: 'No posts are stored yet',
    fr: 'Aucun message n’est encore enregistré',
  },
  'search.ask': { en: 'Ask about this', fr: 'Poser la question' },
  'search.askHelp': {
    en: 'Opens a question with these words, this network and this time; nothing is asked yet.',
    fr: 'Ouvre une question avec ces mots, ce réseau et cette période\u202f; rien n’est encore demandé.',
  },
  'search.backTo': { en: 'Back to the search', fr: 'Revenir à la recherche' },
  'search.seePosts': { en: 'Search the posts yourself', fr: 'Chercher vous-même dans les messages' },
  'search.thisQuery': { en: 'Search for “{query}”', fr: 'Chercher «\u202f{query}\u202f»' },
  'trace.standalone': { en: 'Understood as', fr: 'Question entière' },
  'trace.subject': { en: 'About', fr: 'Au sujet de' },
  'trace.window': { en: 'Time asked about', fr: 'Période demandée' },
  'trace.operators': { en: 'Only posts', fr: 'Seuls messages' },
} as const satisfies Record<string, Message>
