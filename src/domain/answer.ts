import type { CampaignMark } from './campaign.ts'
import type { ClaimCheck } from './claim-check.ts'
import type { PostId } from './post.ts'

/** A span of a stored post or page that stands as evidence. Offsets are UTF-16 code units into the stored text. */
export type Citation = {
  /** Number shown to the reader, from 1; the same post keeps the same number through a whole chat. */
  readonly n: number
  readonly kind: 'post' | 'page'
  readonly id: PostId
  readonly url: string | null
  readonly author: string
  readonly authorName: string | null
  /** UTC milliseconds. */
  readonly createdAt: number | null
  readonly quote: string
  readonly start: number
  readonly end: number
  readonly snapshotId: string
  /** False when this item repeats another one (same author, repost, near-duplicate text). */
  readonly independent: boolean
  /** Its post coincides with others of a campaign. */
  readonly campaign?: CampaignMark
  /** Of a page or a file: what it is and when it was read. */
  readonly document?: CitedDocument
  /** Its author deleted the post, or changed these words, since; `quote` is empty then. Times are UTC milliseconds. */
  readonly withdrawn?: {
    readonly how: 'deleted' | 'edited'
    readonly at: number
    /** Of the text that was cited; null where it was not stored any more. */
    readonly textSha256: string | null
  }
}

/** The web page or the person's own file that a citation of kind `page` quotes. Times are UTC milliseconds. */
export type CitedDocument = {
  readonly title: string | null
  /** What the site calls itself; of a file its name. */
  readonly site: string
  readonly publishedAt: number | null
  /** When the snapshot was read, or the file given. */
  readonly fetchedAt: number
  /** Name of the file; null for a web page. */
  readonly fileName: string | null
  /** Page on which the quote begins, from 1; null where there are no pages. */
  readonly pageNumber: number | null
}

export type AnswerSentence = {
  readonly text: string
  /** Offsets into `Answer.text`. */
  readonly start: number
  readonly end: number
  /** How well the cited spans carry the sentence: 1 = quoted from them, 0 = nothing supports it. */
  readonly support01: number
  /** `n` of its citations, most telling first. */
  readonly citations: readonly number[]
  /** How many independent accounts say this. */
  readonly independentAccounts: number
  /** Its words are gone with what it cited; `text` says so. */
  readonly withdrawn?: boolean
}

export type ModelUsed = { readonly provider: string; readonly model: string; readonly embedded: boolean }

/** What was done for an answer: shown behind "show the work". Times in milliseconds. */
export type Trace = {
  readonly kind: QuestionKind
  /** Absent where nothing had to be understood: small talk, and who said a quotation. */
  readonly understood?: Understood
  readonly queries: readonly string[]
  readonly postsFound: number
  readonly postsRead: number
  readonly dropped: Readonly<Record<string, number>>
  readonly stepsMs: Readonly<Record<string, number>>
  readonly totalMs: number
  /** What plugged models took; null when a price is unknown, which is not free. */
  readonly costUsd: number | null
  readonly depth?: Depth
  readonly budget?: AnswerBudget
  /** Every call to a plugged model, in order, those that failed included. */
  readonly modelCalls?: readonly ModelCall[]
  /** What was looked at, best first, and what became of it; at most 120. */
  readonly reading?: readonly ReadingNote[]
  /** Why the configured model did not write this answer, when the embedded engine took over. */
  readonly fallbackReason?: string
  /** Pages and files that were looked for beside posts. */
  readonly web?: WebNote
}

/** How a question was taken. */
export type Understood = {
  /** As it would be asked without the conversation before it. */
  readonly standalone: string
  /** Whether earlier questions were needed to understand it. */
  readonly followUp: boolean
  readonly locale: 'en' | 'fr'
  /** Names and events that what is read must be about, as they were written. */
  readonly about: readonly string[]
  /** Days it is limited to, UTC milliseconds, end excluded; null where it names none. */
  readonly window: { readonly from: number; readonly to: number } | null
  /** Typed in the question; they hold for every search of posts. */
  readonly operators: readonly string[]
}

/** What was searched beside posts. */
export type WebNote = {
  /** Whether any search service is configured; without one the archive's own pages were searched. */
  readonly isConfigured: boolean
  readonly searches: readonly {
    readonly provider: string
    /** The machine that was asked; null where nothing left this one. */
    readonly host: string | null
    readonly query: string
    readonly results: number
    /** Why it gave nothing, for people; null when it answered. */
    readonly failure: string | null
  }[]
  readonly pagesRead: number
  /** Fetched for this question; the others were stored already. */
  readonly pagesFetched: number
  readonly filesRead: number
  readonly dropped: Readonly<Record<string, number>>
}

/** How much work an answer is worth: one pass, or several rounds and a report with sections. */
export type Depth = 'quick' | 'deep'

/** What an answer may spend on plugged models, what it spent, and which limit ended it. */
export type AnswerBudget = {
  readonly callsMax: number
  readonly calls: number
  readonly msMax: number
  readonly ms: number
  readonly costUsdMax: number
  /** Null when the price is unknown: then the limit in money cannot be kept. */
  readonly costUsd: number | null
  readonly endedBy: 'calls' | 'time' | 'cost' | null
}

/** One call to a language model. Null is "not known", never zero. */
export type ModelCall = {
  readonly step: 'plan' | 'judge' | 'write'
  /** Version and first characters of the SHA-256 of the prompt's file. */
  readonly prompt: { readonly name: string; readonly version: number; readonly sha256: string }
  readonly ms: number
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  /** True when the server counted nothing, or what cannot be: then the tokens are estimated from characters. */
  readonly isEstimated: boolean
  readonly costUsd: number | null
  readonly outcome: 'done' | 'failed' | 'cut' | 'unusable'
  readonly note: string | null
}

export type ReadingNote = {
  readonly id: string
  readonly author: string
  /** `read`: looked at and not used. `left_out`: kept from the writer, `reason` says why. */
  readonly fate: 'cited' | 'read' | 'left_out'
  readonly reason: string | null
}

/** A heading of a report. Offsets of its words in `Answer.text`. */
export type AnswerSection = { readonly title: string; readonly start: number; readonly end: number }

/** A struck sentence, without what it invented, and how many sentences of the answer stand before it. */
export type StruckSentence = {
  readonly text: string
  readonly reason: UnsupportedReason
  readonly after: number
}

export type UnsupportedReason =
  | 'no_citation'
  | 'invented_number'
  | 'invented_url'
  | 'invented_quote'
  | 'not_in_evidence'

export type QuestionKind =
  | 'who'
  | 'when'
  | 'where'
  | 'how_many'
  | 'what_happened'
  | 'what_do_people_say'
  | 'is_it_true'
  | 'why'
  | 'compare'
  | 'explain'
  /** A fact of any other sort: a name, a rule, what somebody said. */
  | 'other'
  | 'small_talk'

export type Answer = {
  readonly text: string
  readonly sentences: readonly AnswerSentence[]
  readonly citations: readonly Citation[]
  /** Headings of a report, in order; none in a plain answer. */
  readonly sections?: readonly AnswerSection[]
  /** What a model wrote that its evidence does not carry: shown struck through, never part of the text. */
  readonly unsupported?: readonly StruckSentence[]
  /** Questions that what was read can answer next; at most three. */
  readonly followUps?: readonly string[]
  /** True when the evidence was too thin: `text` then says what was searched and what would help. */
  readonly abstained: boolean
  /** Of a question of the kind "is it true": the claim in it, checked. */
  readonly verdict?: ClaimCheck
  /** Null where it was not measured. */
  readonly integrity: AnswerIntegrity | null
  readonly model: ModelUsed
  readonly trace: Trace
}

/** Who holds which position, with every account counted once and with each confirmed campaign counted once. */
export type AnswerIntegrity = {
  /** Campaigns whose accounts speak of what was asked; `in_answer` is how many of them. */
  readonly campaigns: readonly {
    readonly id: string
    readonly accounts: number
    readonly confirmed: boolean
    readonly in_answer: number
  }[]
  readonly raw: readonly OpinionShare[]
  readonly cleaned: readonly OpinionShare[]
  /** Posts whose words stand in positions, so that they can be taken out with them. */
  readonly quoted?: readonly { readonly position: string; readonly id: PostId; readonly author: string }[]
  /** The same for parts of those who were read; `name` is a network, a language or a day (UTC). */
  readonly by_network?: readonly OpinionGroup[]
  readonly by_language?: readonly OpinionGroup[]
  readonly by_day?: readonly OpinionGroup[]
  /** Shares as one confirmed campaign more is counted once, the largest first. */
  readonly steps?: readonly { readonly campaign_id: string; readonly after: readonly OpinionShare[] }[]
  /** Polls in posts about what was asked: who saw them chose to vote. `n` is null where votes are not known. */
  readonly polls?: readonly {
    readonly post_id: PostId
    readonly author: string
    readonly text: string
    readonly options: readonly { readonly text: string; readonly votes: number | null }[]
    readonly n: number | null
    /** ISO 8601, UTC. */
    readonly closes_at: string | null
  }[]
}

export type OpinionGroup = {
  readonly name: string
  readonly raw: readonly OpinionShare[]
  readonly cleaned: readonly OpinionShare[]
}

/** Share of those who say something of what was asked, with its 95 % interval. `accounts` of the cleaned ones are voices. */
export type OpinionShare = {
  readonly position: string
  readonly share01: number
  readonly low01: number
  readonly high01: number
  readonly accounts: number
}

/** What a running answer says as it happens. `done` or `failed` is always last. */
export type AnswerEvent =
  | {
      readonly type: 'step'
      readonly step: 'understand' | 'plan' | 'search' | 'read' | 'judge' | 'write' | 'check'
      readonly count: number | null
    }
  | { readonly type: 'sentence'; readonly sentence: AnswerSentence; readonly citations: readonly Citation[] }
  /** A sentence a model wrote that its evidence does not carry; shown struck through, never part of the answer. */
  | {
      readonly type: 'unsupported'
      readonly text: string
      readonly reason: UnsupportedReason
    }
  /** The sentences that follow belong under this heading. */
  | { readonly type: 'section'; readonly title: string }
  | { readonly type: 'done'; readonly answer: Answer }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
