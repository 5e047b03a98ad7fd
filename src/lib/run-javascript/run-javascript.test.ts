import { expect, it } from 'vitest'
import { runJavaScript } from './run-javascript.ts'

const NEVER = new AbortController().signal

it('gives what code prints, and its last value', async () => {
  expect(await runJavaScript('console.log("a", { b: 1 }); 6 * 7', NEVER)).toEqual({
    ...{ output: 'a {"b":1}\n42', isFailed: false },
  })
})

it('shows nothing of this machine', async () => {
  const { output } = await runJavaScript(
    '[typeof process, typeof require, typeof fetch, typeof globalThis.WebAssembly, typeof setTimeout].join()',
    NEVER,
  )
  expect(output).toBe('undefined,undefined,undefined,undefined,undefined')
})

it.each([
  ['that never ends', 'for (;;) {}'],
  ['that eats memory', 'const all = []; for (;;) all.push(new ArrayBuffer(5e7))'],
  ['that throws', 'throw new TypeError("no")'],
])('code %s fails as a result', async (_, code) => {
  const { isFailed, output } = await runJavaScript(code, NEVER, 300)
  expect(isFailed).toBe(true)
  expect(output).not.toBe('')
})
