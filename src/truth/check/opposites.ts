import { type TermForm, wordTerm } from '../../domain/text/stem.ts'
import type { Word } from '../support/read-words.ts'
import english from './english-opposites.json' with { type: 'json' }

/** Beside WordNet's: verbs and nouns of news that exclude each other. Our own lists, 2026-11-22. */
const MORE_ENGLISH =
  'accept reject;accept refuse;adopt reject;approve reject;pass reject;support oppose;confirm deny;admit deny;agree disagree;' +
  'alive dead;live die;survive die;born die;arrest release;convict acquit;guilty innocent;attack defend;ban allow;allow prohibit;allow forbid;' +
  'begin end;start finish;open close;build destroy;buy sell;create destroy;hire fire;import export;enter leave;arrive leave;' +
  'gain lose;win lose;victory defeat;beat lose;grow shrink;increase decrease;increase reduce;rise fall;raise cut;raise lower;expand shrink;up down;' +
  'improve worsen;better worse;higher lower;more less;more fewer;most least;majority minority;maximum minimum;largest smallest;' +
  'cause prevent;spread contain;harm protect;safe dangerous;harmful harmless;effective ineffective;toxic harmless;help hinder;' +
  'legal illegal;true false;real fake;genuine fake;authentic fake;correct wrong;possible impossible;public secret;natural artificial;' +
  'before after;early late;first last;always never;all none;everyone nobody;with without;include exclude;present absent;' +
  'north south;east west;male female;men women;husband wife;father mother;son daughter;brother sister;teacher student;' +
  'democrat republican;left right;rich poor;old young;hot cold;warm cool;strong weak;fast slow;full empty;cheap expensive;' +
  'succeed fail;success failure;friend enemy;war peace;join quit;join leave;found lost;remember forget;strengthen weaken;' +
  'monday tuesday;tuesday wednesday;saturday sunday;morning evening;summer winter;spring autumn;inside outside;positive negative'
const FRENCH =
  'accepter refuser;accepter rejeter;adopter rejeter;approuver rejeter;soutenir opposer;confirmer dementir;confirmer nier;admettre nier;vivant mort;' +
  'vivre mourir;survivre mourir;naitre mourir;arreter liberer;condamner acquitter;coupable innocent;attaquer defendre;interdire autoriser;interdit autorise;' +
  'autoriser interdire;permettre interdire;commencer finir;debut fin;ouvrir fermer;ouverture fermeture;construire detruire;acheter vendre;creer detruire;' +
  'embaucher licencier;importer exporter;entrer sortir;arriver partir;gagner perdre;victoire defaite;augmenter diminuer;augmenter baisser;augmenter reduire;' +
  'augmentation diminution;augmentation baisse;hausse baisse;monter descendre;croissance recul;ameliorer aggraver;ameliorer deteriorer;meilleur pire;' +
  'superieur inferieur;plus moins;majorite minorite;maximum minimum;grand petit;provoquer empecher;causer empecher;causer prevenir;provoquer prevenir;' +
  'proteger nuire;sur dangereux;inoffensif dangereux;efficace inefficace;aider empecher;legal illegal;vrai faux;reel faux;authentique faux;authentique truque;' +
  'possible impossible;public secret;naturel artificiel;avant apres;premier dernier;toujours jamais;tous aucun;avec sans;inclure exclure;present absent;' +
  'nord sud;est ouest;homme femme;mari femme;pere mere;fils fille;frere soeur;riche pauvre;vieux jeune;ancien nouveau;chaud froid;fort faible;rapide lent;' +
  'plein vide;cher gratuit;reussir echouer;succes echec;ami ennemi;guerre paix;rejoindre quitter;trouver perdre;renforcer affaiblir;rechauffement refroidissement;' +
  'ete hiver;matin soir;interieur exterieur;positif negatif;haut bas;long court;gauche droite;facile difficile;fermer rouvrir;hausse recul;favorable oppose;' +
  'pour contre;preceder succeder;vendre acheter;vainqueur perdant;acheteur vendeur;enseignant eleve;payant gratuit;obligatoire facultatif;vaccine non-vaccine'

/** Past forms that no stem leads back. */
const IRREGULAR: Readonly<Record<string, string>> = {
  rise: 'rose risen',
  fall: 'fell fallen',
  lose: 'lost losing',
  win: 'won',
  begin: 'began begun',
  buy: 'bought',
  sell: 'sold',
  build: 'built',
  leave: 'left',
  find: 'found',
  grow: 'grew grown',
  die: 'died dead death',
  shrink: 'shrank shrunk',
  forbid: 'forbade forbidden',
  quit: 'quit',
  mourir: 'mort morte morts mortes',
  naitre: 'ne nee nes nees',
  vivre: 'vecu vit',
}

const TABLES: Readonly<Record<TermForm, ReadonlyMap<string, ReadonlySet<string>>>> = {
  english: table(`${english.pairs};${MORE_ENGLISH}`, 'english'),
  french: table(FRENCH, 'french'),
  surface: new Map(),
}

/** True where two words of one language exclude each other: `rise` and `fell`, `vrai` and `fausse`. */
export function areOpposite(one: Word, other: Word, form: TermForm): boolean {
  const known = TABLES[form]
  return (known.get(one.stem) ?? known.get(one.norm))?.has(other.stem) === true
}

/** The stems of the words that exclude a word. */
export function oppositesOf({ stem, norm }: Word, form: TermForm): ReadonlySet<string> | undefined {
  return TABLES[form].get(stem) ?? TABLES[form].get(norm)
}

function table(pairs: string, form: TermForm): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const add = (one: string, other: string) => found.set(one, (found.get(one) ?? new Set()).add(other))
  for (const pair of pairs.split(';')) {
    const [left = '', right = ''] = pair.split(' ')
    for (const one of formsOf(left, form)) {
      for (const other of formsOf(right, form)) {
        if (one === other) continue
        add(one, other)
        add(other, one)
      }
    }
  }
  return found
}

function formsOf(word: string, form: TermForm): string[] {
  const irregular = IRREGULAR[word]?.split(' ') ?? []
  return [word, ...irregular].flatMap((one) => [one, wordTerm(one, form)])
}
