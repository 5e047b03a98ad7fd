import { useEffect, useReducer, useRef } from 'react'
import { type FileJson, fileSchema } from '../../../../src/contract/file.ts'
import { sendOnly } from '../../shared/api/client.ts'
import { sendFile } from '../../shared/api/send-file.ts'

/** A file beside a question that is being written. */
export type Attachment = {
  readonly key: number
  readonly name: string
  /** `sending` while it is on its way, `reading` while the server takes its text out. */
  readonly state: 'sending' | 'reading' | 'ready' | 'failed'
  readonly sent01: number
  readonly file: FileJson | null
  readonly error: unknown
}

/** As many as a question takes. */
export const ATTACHMENTS_MAX = 10

type Change =
  | { readonly kind: 'add'; readonly attachment: Attachment }
  | { readonly kind: 'change'; readonly key: number; readonly fields: Partial<Attachment> }
  | { readonly kind: 'remove'; readonly key: number }
  | { readonly kind: 'clear' }

/** Exported for the tests. Pure: what a change makes of the list. */
export function changeAttachments(list: readonly Attachment[], change: Change): readonly Attachment[] {
  switch (change.kind) {
    case 'add':
      return [...list, change.attachment]
    case 'change':
      return list.map((each) => (each.key === change.key ? { ...each, ...change.fields } : each))
    case 'remove':
      return list.filter(({ key }) => key !== change.key)
    case 'clear':
      return []
  }
}

/** Files for the next question: each is sent as soon as it is chosen, and deleted again when it is removed. */
export function useAttachments() {
  const [list, dispatch] = useReducer(changeAttachments, [])
  const uploads = useRef(new Map<number, AbortController>())
  const nextKey = useRef(1)
  useEffect(() => {
    const running = uploads.current
    return () => {
      for (const upload of running.values()) upload.abort()
    }
  }, [])

  const send = async (file: File): Promise<void> => {
    const key = nextKey.current++
    const abort = new AbortController()
    uploads.current.set(key, abort)
    const start = { key, name: file.name, state: 'sending', sent01: 0, file: null, error: null } as const
    dispatch({ kind: 'add', attachment: start })
    const change = (fields: Partial<Attachment>) => dispatch({ kind: 'change', key, fields })
    try {
      const sent = await sendFile('/api/files', fileSchema, {
        file,
        signal: abort.signal,
        onProgress: (sent01) => change({ sent01, state: sent01 < 1 ? 'sending' : 'reading' }),
      })
      change({ state: 'ready', name: sent.name, file: sent })
    } catch (error) {
      if (!abort.signal.aborted) change({ state: 'failed', error })
    } finally {
      uploads.current.delete(key)
    }
  }

  return {
    list,
    add: (files: readonly File[]) => {
      for (const file of files.slice(0, ATTACHMENTS_MAX - list.length)) void send(file)
    },
    remove: ({ key, file }: Attachment) => {
      uploads.current.get(key)?.abort()
      dispatch({ kind: 'remove', key })
      const isElsewhere = list.some((other) => other.key !== key && other.file?.id === file?.id)
      if (file && !isElsewhere)
        void sendOnly(`/api/files/${encodeURIComponent(file.id)}?unasked=true`, { method: 'DELETE' }).catch(
          () => {},
        )
    },
    /** After the question was asked: the files stay with it. */
    clear: () => dispatch({ kind: 'clear' }),
  }
}

/** The files that can be asked with, each once. */
export function readyFiles(list: readonly Attachment[]): FileJson[] {
  return [...new Map(list.flatMap(({ file }) => (file ? [[file.id, file] as const] : []))).values()]
}
