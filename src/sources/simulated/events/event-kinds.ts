import { CRASH } from './crash.ts'
import { DISCOVERY } from './discovery.ts'
import type { EventKind } from './event-kind.ts'
import { FIRE } from './fire.ts'
import { FLOOD } from './flood.ts'
import { ILLNESS } from './illness.ts'
import { MATCH } from './match.ts'
import { OUTAGE } from './outage.ts'
import { PRIZE } from './prize.ts'
import { PROTEST } from './protest.ts'
import { RESCUE } from './rescue.ts'
import { RESIGNATION } from './resignation.ts'
import { STRIKE } from './strike.ts'
import { THEFT } from './theft.ts'
import { VOTE } from './vote.ts'

export const EVENT_KINDS: readonly EventKind[] = [
  FIRE,
  CRASH,
  FLOOD,
  STRIKE,
  VOTE,
  MATCH,
  PRIZE,
  DISCOVERY,
  THEFT,
  OUTAGE,
  PROTEST,
  ILLNESS,
  RESIGNATION,
  RESCUE,
]
