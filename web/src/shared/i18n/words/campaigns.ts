import type { Message } from '../message.ts'

export const CAMPAIGNS = {
  'nav.campaigns': { en: 'Campaigns', fr: 'Campagnes' },
  'campaigns.title': { en: 'Campaigns', fr: 'Campagnes' },
  'campaigns.lead': {
    en: 'Accounts that do the same things together too often for chance. It says that they act in concert, not who they are, nor that they mean harm.',
    fr: 'Des comptes qui font ensemble les mêmes choses, trop souvent pour que ce soit le hasard. Cela dit qu’ils agissent de concert, pas qui ils sont ni qu’ils veulent nuire.',
  },
  'campaigns.none': { en: 'No campaign found', fr: 'Aucune campagne trouvée' },
  'campaigns.noneText': {
    en: 'Nothing among the stored posts is too alike for chance. Small groups that share one or two things cannot be told from it.',
    fr: 'Rien, parmi les messages enregistrés, n’est trop semblable pour être dû au hasard. Un petit groupe qui ne partage qu’une ou deux choses ne s’en distingue pas.',
  },
  'campaigns.notLooked': {
    en: 'The archive has not been looked through yet. The first look comes within a minute of the first posts.',
    fr: 'L’archive n’a pas encore été examinée. Le premier examen suit les premiers messages d’une minute.',
  },
  'campaigns.failed': {
    en: 'The campaigns could not be loaded',
    fr: 'Les campagnes n’ont pas pu être chargées',
  },
  'campaigns.lookedAt': { en: 'Looked through', fr: 'Archive examinée' },
  'campaigns.showProvisional': { en: 'Show provisional ones too', fr: 'Montrer aussi les provisoires' },
  'campaigns.confirmed': { en: 'Confirmed', fr: 'Confirmée' },
  'campaigns.provisional': { en: 'Provisional', fr: 'Provisoire' },
  'campaigns.accounts': {
    en: { one: '{n} account', other: '{n} accounts' },
    fr: { one: '{n} compte', other: '{n} comptes' },
  },
  'campaigns.posts': {
    en: { one: '{n} post', other: '{n} posts' },
    fr: { one: '{n} message', other: '{n} messages' },
  },
  'campaigns.noWords': {
    en: 'Their posts only pass on others, or are gone',
    fr: 'Leurs messages ne font que relayer, ou ont disparu',
  },
  'campaigns.seen': { en: 'First seen', fr: 'Vue d’abord' },
  'campaigns.confirmedAt': { en: 'confirmed', fr: 'confirmée' },
  'campaigns.notConfirmed': { en: 'not confirmed yet', fr: 'pas encore confirmée' },
  'campaigns.heading': {
    en: { one: '{n} account acts in concert', other: '{n} accounts act in concert' },
    fr: { one: '{n} compte agit de concert', other: '{n} comptes agissent de concert' },
  },
  'campaigns.back': { en: 'All campaigns', fr: 'Toutes les campagnes' },
  'campaigns.quoted': { en: 'One of their posts', fr: 'L’un de leurs messages' },
  'campaigns.evidence': { en: 'What speaks for it', fr: 'Ce qui le montre' },
  'campaigns.counter': { en: 'What speaks against it', fr: 'Ce qui parle contre' },
  'campaigns.noCounter': {
    en: 'Nothing that was looked at speaks against it. That is not proof.',
    fr: 'Rien de ce qui a été examiné ne parle contre. Ce n’est pas une preuve.',
  },
  'campaigns.moreObjects': {
    en: 'In all they have {n} such things in common.',
    fr: 'En tout, ils ont {n} choses de ce genre en commun.',
  },
  'campaigns.wouldChange': { en: 'What would change this', fr: 'Ce qui changerait ce constat' },
  'campaigns.act.repost': { en: 'reposted the same post', fr: 'ont repartagé le même message' },
  'campaigns.act.url': { en: 'linked to the same page', fr: 'ont mis le même lien' },
  'campaigns.act.hashtags': {
    en: 'used the same hashtags in the same order',
    fr: 'ont mis les mêmes mots-dièse dans le même ordre',
  },
  'campaigns.act.text': { en: 'posted nearly the same words', fr: 'ont écrit presque les mêmes mots' },
  'campaigns.act.reply': { en: 'replied to the same post', fr: 'ont répondu au même message' },
  'campaigns.act.quote': { en: 'quoted the same post', fr: 'ont cité le même message' },
  'campaigns.act.image': { en: 'posted the same image', fr: 'ont publié la même image' },
  'campaigns.rarity': {
    en: '{accounts} {act} in {span}; chance would bring {expected}.',
    fr: '{accounts} {act} en {span}\u202f; le hasard en amènerait {expected}.',
  },
  'campaigns.gone': { en: 'its posts are gone', fr: 'ses messages ont disparu' },
  'campaigns.channel.repost': { en: 'Reposts', fr: 'Repartages' },
  'campaigns.channel.url': { en: 'Links', fr: 'Liens' },
  'campaigns.channel.hashtags': { en: 'Hashtags', fr: 'Mots-dièse' },
  'campaigns.channel.text': { en: 'Words', fr: 'Textes' },
  'campaigns.channel.reply': { en: 'Replies', fr: 'Réponses' },
  'campaigns.channel.quote': { en: 'Quotes', fr: 'Citations' },
  'campaigns.channel.image': { en: 'Images', fr: 'Images' },
  'campaigns.against.outsiders_share': {
    en: '{value} accounts outside shared some of these things too.',
    fr: '{value} comptes extérieurs ont partagé eux aussi certaines de ces choses.',
  },
  'campaigns.against.long_standing_accounts': {
    en: '{value} of {of} accounts whose age is known had existed for two years.',
    fr: '{value} des {of} comptes dont l’âge est connu existaient depuis deux ans.',
  },
  'campaigns.against.few_coincidences': {
    en: 'They have only {value} things in common.',
    fr: 'Ils n’ont que {value} choses en commun.',
  },
  'campaigns.against.single_channel': {
    en: 'They are alike in one way only.',
    fr: 'Ils ne se ressemblent que d’une seule façon.',
  },
  'campaigns.against.own_words': {
    en: '{value} of their {of} posts in this time coincide with nothing.',
    fr: '{value} de leurs {of} messages de cette période ne coïncident avec rien.',
  },
  'campaigns.against.slow': {
    en: '{value} of {of} things were shared over more than an hour.',
    fr: '{value} choses sur {of} ont été partagées en plus d’une heure.',
  },
  'campaigns.against.same_outlet': {
    en: '{value} of {of} links lead to one site: its readers may simply share it.',
    fr: '{value} liens sur {of} mènent à un seul site\u00a0: ses lecteurs le partagent peut-être, tout simplement.',
  },
  'campaigns.against.small_sample': {
    en: 'Only {value} posts were compared.',
    fr: '{value} messages seulement ont été comparés.',
  },
  'campaigns.change.declared_group': {
    en: 'The accounts declare that they belong together: a party, an office, a fan club.',
    fr: 'Les comptes déclarent leur lien\u00a0: un parti, un bureau, un fan-club.',
  },
  'campaigns.change.shared_source': {
    en: 'A tool or a page is found that writes these posts for whoever clicks.',
    fr: 'On trouve un outil ou une page qui écrit ces messages pour qui clique.',
  },
  'campaigns.change.other_sharers': {
    en: 'Many others turn out to have shared the same things then.',
    fr: 'Beaucoup d’autres s’avèrent avoir partagé les mêmes choses alors.',
  },
  'campaigns.change.quiet_members': {
    en: 'Their other posts prove to be as varied as those of everybody.',
    fr: 'Leurs autres messages s’avèrent aussi variés que ceux de tout le monde.',
  },
  'campaigns.change.more_posts': {
    en: 'More posts of theirs arrive.',
    fr: 'D’autres messages d’eux arrivent.',
  },
  'campaigns.scores': { en: 'Two measures, kept apart', fr: 'Deux mesures, tenues à part' },
  'campaigns.coordination': { en: 'Acting together', fr: 'Action concertée' },
  'campaigns.coordinationNote': {
    en: 'p {p}, q {q} after correction for all pairs compared',
    fr: 'p {p}, q {q} après correction pour toutes les paires comparées',
  },
  'campaigns.inauthenticity': { en: 'Signs of not being what they seem', fr: 'Indices de faux-semblant' },
  'campaigns.notMeasured': { en: 'not measured', fr: 'non mesuré' },
  'campaigns.sign.created_together': {
    en: 'made within one week: {measured} of {of}',
    fr: 'créés en une même semaine\u00a0: {measured} sur {of}',
  },
  'campaigns.sign.handle_pattern': {
    en: 'names of one make: {measured} of {of}',
    fr: 'noms faits sur un même modèle\u00a0: {measured} sur {of}',
  },
  'campaigns.sign.copied_text': {
    en: 'posts with copied words: {measured} of {of}',
    fr: 'messages aux mots copiés\u00a0: {measured} sur {of}',
  },
  'campaigns.sign.steady_rhythm': {
    en: 'accounts that post at even intervals: {measured} of {of}',
    fr: 'comptes qui publient à intervalles égaux\u00a0: {measured} sur {of}',
  },
  'campaigns.sign.lockstep': {
    en: 'things shared within a minute: {measured} of {of}',
    fr: 'choses partagées en moins d’une minute\u00a0: {measured} sur {of}',
  },
  'campaigns.network': { en: 'Who shares with whom', fr: 'Qui partage avec qui' },
  'campaigns.networkText': {
    en: 'A line joins two accounts that shared the same thing; thicker lines, more things. Drag to move, scroll or use the buttons to zoom.',
    fr: 'Un trait relie deux comptes qui ont partagé la même chose\u202f; plus il est épais, plus elles sont nombreuses. Glissez pour déplacer\u202f; molette ou boutons pour agrandir.',
  },
  'campaigns.networkCut': {
    en: 'The {n} accounts with most links are drawn.',
    fr: 'Les {n} comptes les plus liés sont dessinés.',
  },
  'campaigns.zoomIn': { en: 'Zoom in', fr: 'Agrandir' },
  'campaigns.zoomOut': { en: 'Zoom out', fr: 'Réduire' },
  'campaigns.zoomReset': { en: 'Show all', fr: 'Tout montrer' },
  'campaigns.until': { en: 'Until', fr: 'Jusqu’à' },
  'campaigns.timeline': { en: 'Their posts on one time axis', fr: 'Leurs messages sur un même axe de temps' },
  'campaigns.timelineText': {
    en: 'One line for each account. Posts that coincide stand below each other; opening one shows it beside the page.',
    fr: 'Une ligne par compte. Les messages qui coïncident sont l’un sous l’autre\u202f; en ouvrir un le montre à côté.',
  },
  'campaigns.timelineCut': {
    en: 'The {n} accounts with most posts are shown.',
    fr: 'Les {n} comptes aux messages les plus nombreux sont montrés.',
  },
  'campaigns.members': { en: 'Accounts', fr: 'Comptes' },
  'campaigns.account': { en: 'Account', fr: 'Compte' },
  'campaigns.strength': { en: 'Strength of evidence', fr: 'Force de l’indice' },
  'campaigns.postsColumn': { en: 'Posts here', fr: 'Messages ici' },
  'campaigns.showAll': { en: 'Show all {n}', fr: 'Les montrer tous ({n})' },
  'campaigns.method': { en: 'How this was found', fr: 'Comment cela a été trouvé' },
  'campaigns.method1': {
    en: 'For every two accounts Verity counts posts that are the same act: the same repost, link, row of hashtags, nearly the same words, the same post replied to or quoted.',
    fr: 'Pour toute paire de comptes, Verity compte les messages qui sont un même acte\u00a0: même repartage, même lien, même suite de mots-dièse, presque les mêmes mots, même message commenté ou cité.',
  },
  'campaigns.method2': {
    en: 'Each such thing has a chance: how much the account posts in these hours, how many others shared it, how much everybody posts in that language. What is popular proves nothing; people of like interest are taken into account.',
    fr: 'Chacune a une probabilité\u00a0: ce que le compte publie en ces heures, combien d’autres l’ont partagée, ce que tous publient dans cette langue. Ce qui est populaire ne prouve rien\u202f; les intérêts communs sont pris en compte.',
  },
  'campaigns.method3': {
    en: 'All pairs are corrected for together, so that of a hundred links at most five are expected to be wrong. Three accounts and three things are the least for a confirmed campaign.',
    fr: 'Toutes les paires sont corrigées ensemble\u00a0: sur cent liens, cinq faux au plus sont attendus. Il faut au moins trois comptes et trois choses pour une campagne confirmée.',
  },
  'campaigns.techniques': { en: 'Resembles (DISARM): {names}', fr: 'Ressemble à (DISARM)\u00a0: {names}' },
  'campaigns.export': { en: 'Take it with you', fr: 'Exporter' },
  'campaigns.reach': { en: 'Reach: {counts}', fr: 'Portée\u00a0: {counts}' },
  'campaigns.likes': { en: '{n} likes', fr: '{n} mentions «\u202fj’aime\u202f»' },
  'campaigns.reposts': { en: '{n} reposts', fr: '{n} repartages' },
  'campaigns.replies': { en: '{n} replies', fr: '{n} réponses' },
  'campaigns.reachUnknown': { en: 'reactions not known', fr: 'réactions inconnues' },
  'campaigns.mark': {
    en: 'coordinated · {n} accounts',
    fr: 'coordonné · {n} comptes',
  },
  'campaigns.markProvisional': {
    en: 'perhaps coordinated · {n} accounts',
    fr: 'peut-être coordonné · {n} comptes',
  },
  'campaigns.inAnswer': {
    en: { one: '{n} coordinated group counted once', other: '{n} coordinated groups counted once' },
    fr: {
      one: '{n} groupe coordonné, compté une fois',
      other: '{n} groupes coordonnés, comptés une fois chacun',
    },
  },
  'campaigns.rawAndCleaned': {
    en: 'Who says what, raw and cleaned',
    fr: 'Qui dit quoi\u00a0: brut et corrigé',
  },
  'campaigns.position': { en: 'Position', fr: 'Position' },
  'campaigns.raw': { en: 'Every account', fr: 'Chaque compte' },
  'campaigns.cleaned': { en: 'Each group once', fr: 'Chaque groupe une fois' },
  'campaigns.cut': { en: 'Show', fr: 'Montrer' },
  'campaigns.cut.all': { en: 'all together', fr: 'tout ensemble' },
  'campaigns.cut.by_network': { en: 'by network', fr: 'par réseau' },
  'campaigns.cut.by_language': { en: 'by language', fr: 'par langue' },
  'campaigns.cut.by_day': { en: 'by day', fr: 'par jour' },
  'campaigns.polls': { en: 'Polls in posts', fr: 'Sondages dans des messages' },
  'campaigns.pollSelected': { en: 'self-selected, n = {n}', fr: 'votants volontaires, n = {n}' },
  'campaigns.sharesNote': {
    en: 'Shares of those who were read and say something, with the range in which the true share lies 19 times in 20. They are not public opinion.',
    fr: 'Parts parmi ceux qui ont été lus et prennent position, avec l’intervalle où se trouve la vraie part 19 fois sur 20. Ce n’est pas l’opinion publique.',
  },
} as const satisfies Record<string, Message>
