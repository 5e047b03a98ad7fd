import type { Message } from '../message.ts'

/** What a server keeps of posts, pages and pictures, and for how long. */
export const KEEPING = {
  'keep.help': {
    en: 'Live posts go after so many days, or earlier, oldest first, when there are too many. Imported posts stay until a size is reached. A network left empty follows the first line.',
    fr: 'Les messages reçus en direct partent après ce nombre de jours, ou plus tôt, les plus anciens d’abord, s’il y en a trop. Les messages importés restent jusqu’à la taille maximale. Un réseau laissé vide suit la première ligne.',
  },
  'keep.table': { en: 'Limits', fr: 'Limites' },
  'keep.whose': { en: 'Whose', fr: 'De qui' },
  'keep.stored': { en: 'Stored now', fr: 'Enregistré' },
  'keep.days': { en: 'Days', fr: 'Jours' },
  'keep.size': { en: 'Largest size, GB', fr: 'Taille maximale, Go' },
  'keep.all': { en: 'All posts', fr: 'Tous les messages' },
  'keep.pages': { en: 'Web pages', fr: 'Pages web' },
  'keep.daysOf': { en: 'Days: {name}', fr: 'Jours\u00a0: {name}' },
  'keep.sizeOf': { en: 'Largest size in GB: {name}', fr: 'Taille maximale en Go\u00a0: {name}' },
  'keep.asAll': { en: 'as all', fr: 'comme tous' },
  'keep.nothing': { en: 'nothing', fr: 'rien' },
  'keep.posts': {
    en: { one: '{n} post, {size}', other: '{n} posts, {size}' },
    fr: { one: '{n} message, {size}', other: '{n} messages, {size}' },
  },
  'keep.pageCount': {
    en: { one: '{n} page, {size}', other: '{n} pages, {size}' },
    fr: { one: '{n} page, {size}', other: '{n} pages, {size}' },
  },
  'keep.since': { en: 'since {day}', fr: 'depuis le {day}' },
  'keep.daysInvalid': {
    en: '{name}: days must be between 1 and 3,650.',
    fr: '{name}\u00a0: entre 1 et 3\u202f650 jours.',
  },
  'keep.sizeInvalid': {
    en: '{name}: the size must be at least {least} GB.',
    fr: '{name}\u00a0: la taille doit être d’au moins {least} Go.',
  },
  'keep.usageFailed': {
    en: 'What is stored could not be counted',
    fr: 'Impossible de compter ce qui est enregistré',
  },
  'pictures.title': { en: 'Pictures in posts', fr: 'Images des messages' },
  'pictures.switch': { en: 'Show pictures', fr: 'Afficher les images' },
  'pictures.off': { en: 'Off', fr: 'Non' },
  'pictures.on': { en: 'On', fr: 'Oui' },
  'pictures.helpOff': {
    en: 'Off: no picture is fetched from anywhere; posts show the descriptions their authors gave.',
    fr: 'Non\u00a0: aucune image n’est chargée\u202f; les messages montrent les descriptions données par leurs auteurs.',
  },
  'pictures.helpOn': {
    en: 'On: when somebody here looks at a post, this server fetches a small version of its picture from the host that keeps it (Bluesky: cdn.bsky.app, X: pbs.twimg.com, Mastodon: the server of the instance). That host learns the address of this server, which picture is wanted and when; not who looks, and no cookie. Browsers contact this server only.',
    fr: 'Oui\u00a0: quand quelqu’un regarde un message ici, ce serveur va chercher une petite version de l’image chez l’hébergeur qui la garde (Bluesky\u00a0: cdn.bsky.app, X\u00a0: pbs.twimg.com, Mastodon\u00a0: le serveur de l’instance). Cet hébergeur apprend l’adresse de ce serveur, quelle image est demandée et quand\u202f; ni qui regarde, ni aucun cookie. Les navigateurs ne contactent que ce serveur.',
  },
  'pictures.helpKept': {
    en: 'Fetched pictures are kept up to this size, those not looked at for longest going first; what its author deletes goes at once.',
    fr: 'Les images chargées sont gardées jusqu’à cette taille, celles regardées il y a le plus longtemps partant d’abord\u202f; ce que son auteur supprime part aussitôt.',
  },
  'pictures.size': { en: 'Kept at most, in MB', fr: 'Gardées au plus, en Mo' },
  'pictures.sizeInvalid': { en: 'At least 1 MB.', fr: 'Au moins 1 Mo.' },
  'pictures.saveFailed': { en: 'This was not saved', fr: 'Cela n’a pas été enregistré' },
} as const satisfies Record<string, Message>
