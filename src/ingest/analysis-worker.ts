import { type MessagePort, parentPort } from 'node:worker_threads'
import type { EncodedPosts } from '../archive/encode-posts.ts'
import { analyseBlock, analysePosts, type BlockTask, type PostsTask } from './analyse-block.ts'

/** What the pool sends, and what comes back: one answer for each message, in order. */
export type WorkerRequest =
  | { readonly kind: 'block'; readonly task: BlockTask }
  | { readonly kind: 'posts'; readonly task: PostsTask }
export type WorkerReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown }

if (parentPort !== null) serve(parentPort)

function serve(port: MessagePort): void {
  port.on('message', (request: WorkerRequest) => {
    try {
      if (request.kind === 'block') {
        const result = analyseBlock(request.task)
        reply(port, result, result.encoded)
      } else {
        const result = analysePosts(request.task)
        reply(port, result, result)
      }
    } catch (error) {
      port.postMessage({ ok: false, error } satisfies WorkerReply)
    }
  })
}

function reply(port: MessagePort, result: unknown, { body, ends }: EncodedPosts): void {
  port.postMessage({ ok: true, result } satisfies WorkerReply, ownBuffers(body, ends))
}

/** Small buffers may lie in Node's shared pool, which cannot be transferred. */
function ownBuffers(...views: readonly (Uint8Array | Uint32Array)[]): ArrayBuffer[] {
  return views.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  )
}
