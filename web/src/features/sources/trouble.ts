import type { SourceJson } from '../../../../src/contract/sources.ts'
import type { MessageKey } from '../../shared/i18n/translate.ts'

/** What a state means that somebody may want to change. */
export const TROUBLE = {
  connecting: undefined,
  connected: undefined,
  paused: undefined,
  unreachable: 'sources.unreachable',
  waiting: 'sources.waitingHelp',
  failed: 'sources.failedHelp',
} as const satisfies Record<SourceJson['state'], MessageKey | undefined>
