import { CRASH } from './crash.ts'
import type { EventKind } from './event-kind.ts'
import { FIRE } from './fire.ts'
import { FLOOD } from './flood.ts'

export const EVENT_KINDS: readonly EventKind[] = [FIRE, CRASH, FLOOD]
