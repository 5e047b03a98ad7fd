import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONFORMANCE_CASES } from './conformance/all-cases.ts'
import { type ApiServer, startApiServer } from './support/api-server.ts'
import { describeModelRoles } from './v1/model-roles.ts'
import { describeRefusals } from './v1/refusals.ts'
import { describeTypescriptClient } from './v1/typescript-client.ts'

let server: ApiServer

beforeAll(async () => {
  server = await startApiServer()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each([...new Set(CONFORMANCE_CASES.map(({ client }) => client))])('the client %s', (name) => {
  it.each(CONFORMANCE_CASES.filter(({ client }) => client === name))('$area: $name', async ({ run }) => {
    await run(server)
  })
})

it('the report names every call, and no other', () => {
  const report = readFileSync(join(import.meta.dirname, '../docs/api-conformance.md'), 'utf8')
  const lines = CONFORMANCE_CASES.map(({ level, area, name }) => `| ${level} | ${area} | ${name} | passes |`)
  const written = report.split('\n').filter((line) => /^\| L\d/.test(line))
  expect(written).toEqual(lines)
})

// One server for everything under /v1: starting another takes longer than most of these tests.
describeTypescriptClient(() => server)
describeModelRoles(() => server)
describeRefusals(() => server)
