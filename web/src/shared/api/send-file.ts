import type { z } from 'zod'
import { preferences } from '../preferences.ts'
import { ApiError, toApiError } from './client.ts'

export type Upload = {
  readonly file: File
  readonly signal: AbortSignal
  /** Share of the body that has been sent, 0 to 1. */
  readonly onProgress: (sent01: number) => void
}

/**
 * Sends a file as the body of a POST and parses what comes back.
 *
 * XMLHttpRequest, because fetch still cannot tell how much of a body has been sent.
 *
 * @param path takes the file's name as `?name=`
 * @throws {ApiError} as `getJson`; an abort rejects with the signal's reason
 */
export function sendFile<S extends z.ZodType>(
  path: string,
  schema: S,
  { file, signal, onProgress }: Upload,
): Promise<z.infer<S>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${path}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept-language', preferences.getSnapshot().locale)
    request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0)
    request.onerror = () => reject(new ApiError('network', 0, 'No answer from the server.'))
    request.onabort = () => reject(signal.reason)
    request.onload = () => void readAnswer(request, schema).then(resolve, reject)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

async function readAnswer<S extends z.ZodType>(request: XMLHttpRequest, schema: S): Promise<z.infer<S>> {
  const json = async (): Promise<unknown> => JSON.parse(request.responseText)
  if (request.status >= 400) throw await toApiError({ status: request.status, json })
  const parsed = schema.safeParse(await json().catch(() => undefined))
  if (!parsed.success) throw new ApiError('bad_answer', request.status, parsed.error.message)
  return parsed.data
}
