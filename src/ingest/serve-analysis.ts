import type { MessagePort } from 'node:worker_threads'
import type { EncodedPosts } from '../archive/encode-posts.ts'
import { release } from '../lib/release-buffer.ts'
import { analyseBlock, analysePosts, type BlockTask, type PostsTask } from './analyse-block.ts'

/** What the pool sends, and what comes back: one answer for each message, in order. */
export type WorkerRequest =
  | { readonly kind: 'block'; readonly task: BlockTask }
  | { readonly kind: 'posts'; readonly task: PostsTask }
export type WorkerReply =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown }

/** Answers the requests of the pool, one after the other. */
export function serveAnalysis(port: MessagePort): void {
  port.on('message', (request: WorkerRequest) => {
    try {
      const { result, encoded } = perform(request)
      port.postMessage({ ok: true, result } satisfies WorkerReply, [encoded.block.buffer])
    } catch (error) {
      port.postMessage({ ok: false, error } satisfies WorkerReply)
    }
  })
}

function perform(request: WorkerRequest): { result: unknown; encoded: EncodedPosts } {
  if (request.kind === 'posts') {
    const encoded = analysePosts(request.task)
    return { result: encoded, encoded }
  }
  const result = analyseBlock(request.task)
  release(request.task.bytes)
  return { result, encoded: result.encoded }
}
