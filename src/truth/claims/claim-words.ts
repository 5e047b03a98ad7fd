import { type TermForm, wordTerm } from '../../domain/text/stem.ts'

/** Kinds of words that tell a sentence which can be checked from one that cannot. */
export type WordSignal = keyof typeof LISTS

/** English, then French; any form of a word counts. Chosen by hand, 2026-11-22, from what such words mean. */
const LISTS = {
  comparison: [
    'more most less least fewer fewest higher highest lower lowest larger largest bigger biggest greater greatest smaller ' +
      'smallest record best worst first only than half twice third majority average lead top rank longest oldest',
    'davantage moins record premier premiere seul seule majorite moyenne moitie double triple superieur inferieur pire ' +
      'meilleur tiers quart dernier rang plupart',
  ],
  change: [
    'rise rose risen increase fall fell fallen drop decline decrease grow grew grown growth double triple cut raise reduce gain ' +
      'lost lose shrink soar jump surge plunge expand slash climb sink sank',
    'augmenter augmentation hausse baisse baisser reduire diminuer doubler tripler croitre croissance chuter chute ' +
      'progresser recul reculer grimper bondir perdre perdu explosion',
  ],
  record: [
    'vote voted sign signed pass passed spend spent kill die died win won ban arrest elect born build built found founded sell sold buy ' +
      'bought pay paid cost charge convict sue oppose support approve reject veto invade launch close open resign appoint ' +
      'test infect injure wound donate create destroy release discover receive propose introduce repeal fire hire import export ' +
      'deport marry divorce earn own produce publish visit meet met happen occur replace name play direct write wrote written',
    'voter signer adopter depenser tuer mourir mort gagner interdire arreter elire ne nee construire fonder vendre acheter payer ' +
      'couter condamner soutenir rejeter approuver lancer fermer ouvrir demissionner nommer tester infecter blesser creer ' +
      'detruire decouvrir recevoir proposer supprimer importer exporter expulser epouser produire publier visiter remplacer ecrire',
  ],
  attribution: [
    'according report study research data statistics figures survey poll announce confirm say said claim reveal show scientist expert ' +
      'official officials government police department ministry agency source survey journal evidence',
    'selon rapport etude recherche donnees statistiques chiffres sondage annoncer confirmer affirmer declarer reveler montrer ' +
      'scientifique expert gouvernement police ministere agence source revue preuve prefecture',
  ],
  cause: [
    'cause prevent cure lead result due linked effect because spread contain trigger treat protect transmit reduce kill',
    'causer provoquer empecher guerir entrainer resultat effet lien propager contenir declencher traiter proteger transmettre',
  ],
  quantity: [
    'million billion thousand hundred trillion percent percentage dozen number total rate share deficit debt gdp ratio times year ' +
      'years month months week weeks day days every all none nobody never always each',
    'million milliard millier centaine pourcent pourcentage douzaine nombre total taux part deficit dette pib ratio fois an ans annee ' +
      'annees mois semaine semaines jour jours chaque tous toutes aucun jamais toujours',
  ],
  subject: [
    'people job worker unemployment tax budget economy trade troop war soldier weapon crime murder school student teacher hospital doctor ' +
      'patient virus vaccine case death disease immigrant border prison oil energy emission climate bank company income wage ' +
      'inflation insurance medicare welfare election president senator congress governor law bill court country state city ' +
      'population family woman child',
    'gens emploi travailleur chomage impot budget economie commerce soldat guerre arme crime meurtre ecole eleve enseignant hopital ' +
      'medecin patient virus vaccin cas deces maladie immigre frontiere prison petrole energie emission climat banque ' +
      'entreprise revenu salaire inflation assurance retraite election president senateur parlement loi tribunal pays etat ville ' +
      'population famille femme enfant',
  ],
  opinion: [
    'think believe hope feel guess suppose wish want love hate like prefer opinion wonder worry imagine doubt trust agree disagree ' +
      'admire proud glad sorry afraid personally honestly frankly',
    'penser croire croyance esperer sentir supposer souhaiter vouloir aimer adorer detester preferer avis opinion demander ' +
      'imaginer douter accord fier content desole peur personnellement franchement trouve',
  ],
  norm: [
    'should must need ought let deserve better right wrong demand call please stop join help support remember',
    'devoir doit doivent devrait devraient devons faut faudrait falloir besoin meriter exiger appeler arretez rejoignez aidez',
  ],
  future: [
    'will shall ll going gonna plan promise intend would tomorrow future',
    'sera seront aura auront vais allons ira irons prevoir promettre promets compter demain avenir futur ferai ferons serai',
  ],
  hedge: [
    'maybe perhaps might could possibly probably seem may if',
    'peut peut-etre pourrait pourraient probablement sembler semble si eventuellement',
  ],
  judgement: [
    'great terrible awful wonderful horrible amazing beautiful disgusting stupid idiot fool shame disgrace pathetic incredible fantastic ' +
      'ridiculous nice good bad evil happy sad crazy insane brilliant perfect boring ugly cool awesome important wow tough hard',
    'super terrible affreux magnifique horrible genial beau belle degoutant stupide idiot honte pathetique incroyable fantastique ' +
      'ridicule gentil bon mauvais heureux triste fou folle parfait ennuyeux moche nul important difficile bravo',
  ],
  talk: [
    'thank thanks hello hi welcome goodnight evening morning sir madam please okay ok yes yeah yep no nope well oh hey lol haha sorry ' +
      'bless pray prayer thought condolence sympathy congratulations applause laughter question answer minute talk listen look ' +
      'understand follow retweet click watch tonight',
    'merci bonjour bonsoir salut bienvenue coucou monsieur madame ok oui non ben oh hein mdr lol pardon priere pensee condoleance ' +
      'felicitations applaudissement rire question repondre minute parler ecouter regarder comprendre suivez cliquez abonnez ce-soir',
  ],
} as const

export const WORD_SIGNALS = Object.keys(LISTS) as WordSignal[]

const TABLES: Readonly<Record<TermForm, ReadonlyMap<string, readonly WordSignal[]>>> = {
  english: table('english', 0),
  french: table('french', 1),
  surface: table('surface', 0),
}

/** What kinds of words a word belongs to. @param norm lower case, accents folded */
export function signalsOf(norm: string, stem: string, form: TermForm): readonly WordSignal[] {
  return TABLES[form].get(norm) ?? TABLES[form].get(stem) ?? []
}

function table(form: TermForm, column: 0 | 1): Map<string, WordSignal[]> {
  const found = new Map<string, WordSignal[]>()
  for (const signal of WORD_SIGNALS) {
    for (const word of LISTS[signal][column].split(' ')) {
      for (const key of new Set([word, wordTerm(word, form)])) {
        const kinds = found.get(key) ?? []
        if (!kinds.includes(signal)) found.set(key, [...kinds, signal])
      }
    }
  }
  return found
}
