/** What came of one try: `failed` may work later, `refused` will not. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed' | 'refused'; readonly detail: string }
