import type { Logger } from 'pino'
import type { Archive } from '../archive/archive.ts'
import type { AnswerRuns } from '../assistant/answer-runs.ts'
import type { ChosenSources } from '../assistant/choose-sources.ts'
import type { SourceDetailJson, SourceJson, SourceKindJson } from '../contract/sources.ts'
import type { StatusJson } from '../contract/status.ts'
import type { ClaimDesk } from '../desk/checks/claim-desk.ts'
import type { RatingStatuses } from '../desk/checks/rating-statuses.ts'
import type { Jobs } from '../desk/jobs.ts'
import type { ManagedModels } from '../desk/managed-models.ts'
import type { PostHub } from '../desk/post-hub.ts'
import type { AddSource, ChangeSource } from '../desk/source-register.ts'
import type { LiveStories } from '../desk/stories/live-stories.ts'
import type { Thumbnails } from '../desk/thumbnails.ts'
import type { Answer, Depth } from '../domain/answer.ts'
import type { CampaignMark } from '../domain/campaign.ts'
import type { Post } from '../domain/post.ts'
import type { BotNetworkName, StoredBot } from '../ledger/bots.ts'
import type { AskStarted } from '../ledger/chats.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { SecretBox } from '../ledger/secret-box.ts'
import type { Timing } from '../lib/timing.ts'
import type { DocumentReader } from '../sources/documents/document-reader.ts'
import type { V1Dependencies } from './v1/v1-environment.ts'

/** Who is asking: the owner or a member. */
export type Viewer = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: 'owner' | 'member'
}

/**
 * What a sign-in screen must know. `ownerMissing`: the next person to sign up becomes the owner. `signUpOpen`:
 * people may make themselves an account.
 */
export type Entrance = {
  readonly signInRequired: boolean
  readonly ownerMissing: boolean
  readonly signUpOpen: boolean
}

export type Question = {
  readonly ownerId: string
  readonly question: string
  /** A model of the configured server, `none` for the embedded engine, null for what is configured. */
  readonly model: string | null
  readonly locale: 'en' | 'fr'
  readonly depth: Depth
  /** Files of the person that it is asked with. */
  readonly fileIds: readonly string[]
  readonly sources: ChosenSources | null
}

/** What the routes work with; `app/` builds it once. */
export type ApiDependencies = {
  readonly version: string
  readonly archive: Archive
  readonly ledger: Ledger
  readonly runs: AnswerRuns
  readonly jobs: Jobs
  readonly hub: PostHub
  /** The campaign in which the account of a live post was just seen. */
  liveMark(post: Pick<Post, 'author'>): CampaignMark | null
  /** Live posts grouped by event. */
  readonly stories: Pick<LiveStories, 'trends' | 'terms' | 'story'>
  readonly thumbnails: Pick<Thumbnails, 'get'>
  /** The board of claims at work. */
  readonly checks: Pick<ClaimDesk, 'add' | 'addFrom' | 'addFromText' | 'look'> & {
    ratingStatus: RatingStatuses['of']
    ratingsChanged: RatingStatuses['changed']
  }
  /** Accounts that answer when they are mentioned. */
  readonly replyAccounts: {
    /** Takes an account in once its network took the credentials. */
    add(request: {
      readonly network: BotNetworkName
      readonly server: string | null
      readonly handle: string | null
      readonly secret: string
    }): Promise<StoredBot>
    /** What replies point to; null until the public address is set. */
    readonly publicUrl: string | null
  }
  readonly notifying: { readonly canMail: boolean; openBox(): Promise<SecretBox> }
  /** Address of this installation for links in mails, feeds and pages; without a slash at its end. */
  readonly publicUrl: string
  /** Where files that people give are taken apart. */
  readonly documents: Pick<DocumentReader, 'read'>
  readonly log: Logger
  readonly timing: Timing
  readonly newId: () => string
  /** Folder of the built web app; null serves the API alone. */
  readonly webDir: string | null
  /** Secret of the routes for this machine's own command line. */
  readonly internalSecret: string
  /** Opens /metrics to whoever sends it as a bearer token; null: to the owner alone. */
  readonly metricsToken: string | null
  readonly sources: {
    kinds(): readonly SourceKindJson[]
    list(): readonly SourceJson[]
    get(id: string): Promise<SourceDetailJson>
    add(request: AddSource): Promise<{ readonly source: SourceDetailJson; readonly isNew: boolean }>
    change(id: string, request: ChangeSource): Promise<SourceDetailJson>
    remove(id: string): Promise<void>
  }
  /**
   * Who sent this request; null when nobody is signed in.
   *
   * @throws {AppError} forbidden when it comes from another site
   */
  identify(request: Request): Promise<Viewer | null>
  describeEntrance(request: Request): Promise<Entrance>
  /** Sign-in, sign-up and sign-out under /api/auth/. */
  handleAuth(request: Request, remoteAddress: string | null): Promise<Response>
  startAnswer(question: Question & { readonly chatId: string | null }): Promise<AskStarted>
  answerOnce(question: Question, signal: AbortSignal): Promise<Answer>
  suggestQuestions(locale: 'en' | 'fr'): Promise<readonly string[]>
  /** Which models do what; the owner's business. */
  readonly models: ManagedModels
  /** What the routes under /v1 stand on. */
  readonly v1: V1Dependencies
  settingsChanged(): void
  status(): Promise<StatusJson>
  countRequest(request: { readonly method: string; readonly status: number; readonly seconds: number }): void
  readMetrics(): Promise<{ readonly contentType: string; readonly text: string }>
  /** @throws {AppError} naming the part that is not ready */
  assertReady(): Promise<void>
}

export type ApiEnvironment = {
  Bindings: { readonly incoming?: { readonly socket: { readonly remoteAddress?: string } } }
  Variables: { requestId: string; log: Logger; viewer: Viewer | null }
}
