import type { Logger } from 'pino'
import type { AnswerRuns } from '../assistant/answer-runs.ts'
import type { Archive } from '../archive/archive.ts'
import type { StatusJson } from '../contract/status.ts'
import type { PostHub } from '../desk/post-hub.ts'
import type { SourceSupervisor } from '../desk/source-supervisor.ts'
import type { Jobs } from '../desk/jobs.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** Who is asking: the owner, a member, or nobody. */
export type Viewer = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: 'owner' | 'member'
}

/** What the routes work with; `app/` builds it once. */
export type ApiDependencies = {
  readonly version: string
  readonly archive: Archive
  readonly ledger: Ledger
  readonly runs: AnswerRuns
  readonly jobs: Jobs
  readonly supervisor: SourceSupervisor
  readonly hub: PostHub
  readonly log: Logger
  readonly clock: () => number
  readonly newId: () => string
  /** Who sent this request, and headers (a session cookie) the response must carry. */
  identify(request: Request, remoteAddress: string | null): Promise<Identity>
  /** Sign-in, sign-up and sign-out under /api/auth/. */
  handleAuth(request: Request): Promise<Response>
  status(): Promise<StatusJson>
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
  /** Folder of the built web app; null serves the API alone. */
  readonly webDir: string | null
}

export type Identity = {
  readonly viewer: Viewer | null
  readonly signInRequired: boolean
  readonly ownerMissing: boolean
  readonly setCookies: readonly string[]
}

export type ApiEnvironment = {
  Variables: { requestId: string; log: Logger; identity: Identity }
}
