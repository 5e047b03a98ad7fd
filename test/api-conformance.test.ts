import { afterAll, beforeAll, describe, it } from 'vitest'
import { CONFORMANCE_CASES } from './conformance/all-cases.ts'
import { type ApiServer, startApiServer } from './support/api-server.ts'

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
