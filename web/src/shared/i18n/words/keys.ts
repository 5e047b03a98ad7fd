import type { Message } from '../message.ts'

export const KEYS = {
  'keys.title': { en: 'API keys', fr: 'Clés d’API' },
  'keys.help': {
    en: 'With a key, programs written for OpenAI, xAI or Anthropic can ask Verity. Only a hash of it is kept.',
    fr: 'Avec une clé, les programmes écrits pour OpenAI, xAI ou Anthropic peuvent interroger Verity. Seule son empreinte est conservée.',
  },
  'keys.name': { en: 'Name of a new key', fr: 'Nom de la nouvelle clé' },
  'keys.ends': { en: 'Ends', fr: 'Expire' },
  'keys.never': { en: 'Never', fr: 'Jamais' },
  'keys.month': { en: 'In 30 days', fr: 'Dans 30 jours' },
  'keys.year': { en: 'In a year', fr: 'Dans un an' },
  'keys.scopes': { en: 'Only for (leave empty for everything)', fr: 'Seulement pour (vide : tout)' },
  'keys.scopesHelp': {
    en: 'Models, endpoints or sources, written as in the example.',
    fr: 'Modèles, points d’accès ou sources, écrits comme dans l’exemple.',
  },
  'keys.make': { en: 'Make a key', fr: 'Créer une clé' },
  'keys.failed': { en: 'The key was not made', fr: 'La clé n’a pas été créée' },
  'keys.once': {
    en: 'The key “{name}”. Copy it now: it is not shown again.',
    fr: 'La clé « {name} ». Copiez-la maintenant : elle ne sera plus affichée.',
  },
  'keys.copy': { en: 'Copy', fr: 'Copier' },
  'keys.copied': { en: 'Copied', fr: 'Copiée' },
  'keys.seen': { en: 'Done', fr: 'C’est fait' },
  'keys.none': { en: 'No keys yet.', fr: 'Aucune clé pour l’instant.' },
  'keys.neverUsed': { en: 'never used', fr: 'jamais utilisée' },
  'keys.used': { en: 'used', fr: 'utilisée' },
  'keys.until': { en: 'until', fr: 'jusqu’au' },
  'keys.everything': { en: 'everything', fr: 'tout' },
  'keys.revoke': { en: 'Revoke “{name}”', fr: 'Révoquer « {name} »' },
} as const satisfies Record<string, Message>
