import type { Message } from '../message.ts'

export const KEYS = {
  'apiKeys.title': { en: 'API keys', fr: 'Clés d’API' },
  'apiKeys.help': {
    en: 'With a key, programs written for OpenAI, xAI or Anthropic can ask Verity. Only a hash of it is kept.',
    fr: 'Avec une clé, les programmes écrits pour OpenAI, xAI ou Anthropic peuvent interroger Verity. Seule son empreinte est conservée.',
  },
  'apiKeys.docs': { en: 'Every route, to try.', fr: 'Toutes les routes, à essayer.' },
  'apiKeys.name': { en: 'Name of a new key', fr: 'Nom de la nouvelle clé' },
  'apiKeys.ends': { en: 'Ends', fr: 'Expire' },
  'apiKeys.never': { en: 'Never', fr: 'Jamais' },
  'apiKeys.month': { en: 'In 30 days', fr: 'Dans 30 jours' },
  'apiKeys.year': { en: 'In a year', fr: 'Dans un an' },
  'apiKeys.scopes': { en: 'Only for (leave empty for everything)', fr: 'Seulement pour (vide : tout)' },
  'apiKeys.scopesHelp': {
    en: 'Models, endpoints or sources, written as in the example.',
    fr: 'Modèles, points d’accès ou sources, écrits comme dans l’exemple.',
  },
  'apiKeys.make': { en: 'Make a key', fr: 'Créer une clé' },
  'apiKeys.failed': { en: 'The key was not made', fr: 'La clé n’a pas été créée' },
  'apiKeys.once': {
    en: 'The key “{name}”. Copy it now: it is not shown again.',
    fr: 'La clé « {name} ». Copiez-la maintenant : elle ne sera plus affichée.',
  },
  'apiKeys.copy': { en: 'Copy', fr: 'Copier' },
  'apiKeys.copied': { en: 'Copied', fr: 'Copiée' },
  'apiKeys.seen': { en: 'Done', fr: 'C’est fait' },
  'apiKeys.none': { en: 'No keys yet.', fr: 'Aucune clé pour l’instant.' },
  'apiKeys.neverUsed': { en: 'never used', fr: 'jamais utilisée' },
  'apiKeys.used': { en: 'used', fr: 'utilisée' },
  'apiKeys.until': { en: 'until', fr: 'jusqu’au' },
  'apiKeys.everything': { en: 'everything', fr: 'tout' },
  'apiKeys.revoke': { en: 'Revoke “{name}”', fr: 'Révoquer « {name} »' },
} as const satisfies Record<string, Message>
