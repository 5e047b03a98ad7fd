import type { ApiServer } from '../support/api-server.ts'

/** One call that a client nobody here wrote makes against a running server. */
export type ConformanceCase = {
  readonly client: string
  readonly level: 'L1' | 'L2'
  readonly area: 'models' | 'chat' | 'responses' | 'messages' | 'files' | 'embeddings' | 'batches' | 'errors'
  /** What must hold, as a sentence. */
  readonly name: string
  /** Throws where it does not. */
  readonly run: (server: ApiServer) => Promise<void>
}

export const QUESTION = 'How late was the Quellin ferry?'

/** Cases of one client, without repeating its name. */
export function casesOf(client: string) {
  return (
    area: ConformanceCase['area'],
    name: string,
    run: ConformanceCase['run'],
    level: ConformanceCase['level'] = 'L1',
  ): ConformanceCase => ({ client, level, area, name, run })
}
