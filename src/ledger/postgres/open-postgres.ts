import {
  type CompiledQuery,
  type Dialect,
  PostgresDialect,
  PostgresQueryCompiler,
  type QueryCompiler,
} from 'kysely'
import type { Pool } from 'pg'
import { withStorableParameters } from '../storable-parameters.ts'
import { describePostgresError } from '../store-error.ts'

const CONNECTIONS_MAX = 10
const CONNECT_TIMEOUT_MS = 10_000
const IDLE_TIMEOUT_MS = 30_000
/** PostgreSQL's type number of `bigint`, which `pg` would otherwise return as text. */
const INT8_OID = 20

/**
 * A pool on PostgreSQL (15 and newer were tried). Nothing is connected until the first query.
 *
 * @param connectionsMax connections of this process; 1 also works
 */
export async function openPostgres(url: string, connectionsMax = CONNECTIONS_MAX): Promise<Dialect> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    application_name: 'verity',
    types: {
      // Milliseconds and counts stay far below 2^53.
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === INT8_OID
          ? Number
          : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
    },
  })
  // An idle connection that breaks is replaced by the next query, which reports what is wrong.
  pool.on('error', () => {})
  return new StorablePostgresDialect({ pool: describing(pool) })
}

class StorablePostgresDialect extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new StorableCompiler()
  }
}

class StorableCompiler extends PostgresQueryCompiler {
  override compileQuery(...args: Parameters<PostgresQueryCompiler['compileQuery']>): CompiledQuery {
    return withStorableParameters(super.compileQuery(...args))
  }
}

function describing(pool: Pool): Pool {
  const connect = pool.connect.bind(pool)
  const described = () =>
    connect().catch((thrown: unknown) => {
      throw describePostgresError(thrown)
    })
  return Object.assign(pool, { connect: described })
}
