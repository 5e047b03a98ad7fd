import { beforeAll, expect, it } from 'vitest'
import { Verity, VerityError } from '../../clients/typescript/verity.ts'
import { type ApiServer, UPSTREAM_MODEL } from '../support/api-server.ts'

/** The generated client, and the page of the API. */
export function describeTypescriptClient(server: () => ApiServer): void {
  let verity: Verity
  beforeAll(() => {
    verity = new Verity({ url: server().origin, key: server().key })
  })

  const body = { model: UPSTREAM_MODEL, messages: [{ role: 'user' as const, content: 'hello' }] }

  it('the generated client asks, streams, lists and says what was refused', async () => {
    const answer = await verity.postV1ChatCompletions({ body })
    expect(answer).toMatchObject({ choices: [{ message: { content: 'Hello from upstream.' } }] })
    const chunks: unknown[] = []
    for await (const chunk of verity.postV1ChatCompletionsStream({ body })) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(3)
    const { posts } = await new Verity({ url: server().origin }).getApiPosts({ limit: 2 })
    expect(posts).toHaveLength(2)
    const refused = verity.postV1ChatCompletions({ body: { ...body, n: 2 } })
    await expect(refused).rejects.toMatchObject({ status: 400, body: { error: { param: 'n' } } })
    await expect(refused).rejects.toBeInstanceOf(VerityError)
  })

  it('the page of the API and what it loads come from this server', async () => {
    for (const [path, type] of [
      ['', 'text/html'],
      ['/page.css', 'text/css'],
      ['/page.js', 'text/javascript'],
    ]) {
      const response = await fetch(`${server().origin}/api/docs${path}`)
      expect(response.headers.get('content-type')).toContain(type)
      expect(await response.text()).not.toMatch(/https?:\/\//)
    }
  })
}
