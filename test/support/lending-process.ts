import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { clickhouseRoutes } from '../../src/api/internal/clickhouse.ts'
import { openArchive } from '../../src/archive/archive.ts'

// Holds the engine on a directory and lends it over HTTP until it is killed; says on stdout at which port.
const [dataDir = '', secret = ''] = process.argv.slice(2)
const archive = await openArchive({ kind: 'embedded', dataDir })
const app = new Hono().route('/internal/clickhouse', clickhouseRoutes({ archive, secret }))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }: AddressInfo) => {
  process.stdout.write(`${port}\n`)
})
