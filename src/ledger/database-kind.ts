/** The two databases that a ledger can live in. */
export type DatabaseKind = 'sqlite' | 'postgres'
