/**
 * Rows as they are stored, alike in SQLite and PostgreSQL. Times are UTC milliseconds, JSON is text,
 * flags are 0 or 1. Tables named `auth_…` belong to the authentication library and keep its own
 * column names and types; what is listed of them here is what we read.
 */
export type Tables = {
  auth_user: AuthUserTable
  auth_account: AuthAccountTable
  chats: ChatTable
  messages: MessageTable
  runs: RunTable
  run_events: RunEventTable
  cited_posts: CitedPostTable
  files: FileTable
  message_files: MessageFileTable
  settings: SettingTable
  sources: SourceTable
  cursors: CursorTable
  source_status: SourceStatusTable
  workers: WorkerTable
  locks: LockTable
  jobs: JobTable
  import_marks: ImportMarkTable
  usage: UsageTable
  claims: ClaimTable
  claim_revisions: ClaimRevisionTable
  claim_posts: ClaimPostTable
  claim_follows: ClaimFollowTable
  claim_ratings: ClaimRatingTable
  known_checks: KnownCheckTable
  notifications: NotificationTable
  notification_sends: NotificationSendTable
  notification_settings: NotificationSettingTable
  api_keys: ApiKeyTable
  api_objects: ApiObjectTable
  bots: BotTable
  bot_replies: BotReplyTable
}

type AuthUserTable = {
  id: string
  name: string
  email: string
  emailVerified: unknown
  createdAt: unknown
  updatedAt: unknown
  role: string
}

type AuthAccountTable = { id: string; userId: string }

type ChatTable = { id: string; owner_id: string; title: string; created_at: number; updated_at: number }

type MessageTable = {
  id: string
  chat_id: string
  /** Order within the chat, from 1. */
  position: number
  role: string
  /** The question of a `user` message; empty for an `assistant` message, whose words are its run's answer. */
  text: string
  created_at: number
}

type RunTable = {
  id: string
  chat_id: string
  message_id: string
  state: string
  answer: string | null
  error_code: string | null
  error_message: string | null
  worker: string
  stop_requested: number
  started_at: number
  ended_at: number | null
}

type RunEventTable = { run_id: string; seq: number; event: string }

type CitedPostTable = { post_id: string; run_id: string; author: string }

type FileTable = {
  id: string
  owner_id: string
  name: string
  kind: string
  size_bytes: number
  sha256: string
  title: string | null
  text: string
  text_length: number
  page_starts: string
  created_at: number
}

/** With which files a question was asked; `name` stays when the file is deleted. */
type MessageFileTable = { message_id: string; file_id: string; name: string; position: number }

type SettingTable = { key: string; value: string }

type SourceTable = {
  id: string
  kind: string
  title: string
  enabled: number
  config: string
  filter: string
  /** Sealed tokens by option name. */
  secrets: string
  stream: string
  removed: number
  created_at: number
}

type CursorTable = { source_id: string; cursor: string; updated_at: number }

type SourceStatusTable = { name: string; worker: string; report: string; seen_at: number }

type WorkerTable = { id: string; host: string; pid: number; seen_at: number }

type LockTable = { name: string; holder: string; worker: string; fence: number; expires_at: number }

type JobTable = {
  id: string
  owner_id: string | null
  kind: string
  title: string
  state: string
  progress01: number | null
  report: string | null
  error_code: string | null
  error_message: string | null
  worker: string
  stop_requested: number
  created_at: number
  ended_at: number | null
}

type ImportMarkTable = { key: string; position: number; state: string; updated_at: number }

type UsageTable = {
  id: string
  owner_id: string
  run_id: string | null
  provider: string
  model: string
  embedded: number
  tokens_in: number | null
  tokens_out: number | null
  cost_usd: number | null
  ms: number
  at: number
}

type ApiKeyTable = {
  id: string
  owner_id: string
  name: string
  /** SHA-256 of the key, hexadecimal; the key itself is not kept. */
  key_sha256: string
  hint: string
  scopes: string
  requests_per_minute: number | null
  created_at: number
  expires_at: number | null
  revoked_at: number | null
  last_used_at: number | null
}

type ApiObjectTable = {
  id: string
  owner_id: string
  kind: string
  state: string
  body: string
  created_at: number
  expires_at: number
}

type ClaimTable = {
  id: string
  text: string
  /** The text without case, marks and spaces: the same words are one claim. */
  text_key: string
  lang: string | null
  origin_kind: string
  origin_id: string | null
  created_by: string | null
  state: string
  /** Of the verdict, from 1; 0 before the first. */
  revision: number
  /** The latest check, as JSON. */
  verdict: string | null
  published: number
  /** Checks in a row that changed nothing: the more, the later the next one. */
  quiet_checks: number
  created_at: number
  checked_at: number | null
  changed_at: number
  next_check_at: number
  error_code: string | null
  error_message: string | null
}

type ClaimRevisionTable = { claim_id: string; revision: number; reason: string; verdict: string; at: number }

/** Posts whose words a stored verdict holds: for when they are deleted. */
type ClaimPostTable = { claim_id: string; post_id: string; author: string }

type ClaimFollowTable = { claim_id: string; person_id: string; created_at: number }

type ClaimRatingTable = { claim_id: string; person_id: string; level: string; created_at: number }

type KnownCheckTable = {
  id: string
  claim: string
  lang: string | null
  claimant: string | null
  publisher: string
  url: string
  title: string | null
  rating: string | null
  reviewed_at: number | null
  found_in: string
  found_at: number
}

type NotificationTable = {
  id: string
  person_id: string
  kind: string
  /** What happened, once: a person is told of it once. */
  event_key: string
  title: string
  body: string
  path: string
  created_at: number
  read_at: number | null
}

type NotificationSendTable = {
  id: string
  notification_id: string
  channel: string
  state: string
  attempts: number
  next_at: number
  error: string | null
  ended_at: number | null
}

type NotificationSettingTable = {
  person_id: string
  email: string | null
  webhook_url: string | null
  /** Sealed. */
  webhook_secret: string | null
  /** Kinds that are not sent, as a JSON list. */
  off_kinds: string
  locale: string
  stop_token: string
  feed_token: string
}

type BotTable = {
  id: string
  network: string
  server: string
  account_id: string
  handle: string
  /** Sealed. */
  secret: string
  /** Sealed. */
  session: string | null
  settings: string
  cursor: string | null
  paused: number
  trouble: string | null
  trouble_at: number | null
  seen_at: number | null
  created_at: number
}

type BotReplyTable = {
  id: string
  bot_id: string
  /** What is answered, once. */
  event_key: string
  corrects: string | null
  mention: string
  author_id: string
  thread_id: string | null
  state: string
  reason: string | null
  draft: string | null
  published: string
  claim_id: string | null
  claim_revision: number
  said_label: string | null
  attempts: number
  next_at: number
  error: string | null
  mentioned_at: number
  created_at: number
  changed_at: number
  published_at: number | null
}
