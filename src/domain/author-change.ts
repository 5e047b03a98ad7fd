/** What an account is called from now on. Absent: no news about it; null: it has none any more. */
export type AuthorChange = {
  readonly author: string
  readonly source: string
  /** How people address the account, e.g. `alice.example`. */
  readonly handle?: string | null
  readonly displayName?: string | null
}
