import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import type { FileJson, FileListJson } from '../../../../src/contract/file.ts'
import { sendOnly } from '../../shared/api/client.ts'
import { filesQuery } from '../../shared/api/queries.ts'
import { formatBytes } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { IconButton } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import css from './settings.module.css'

/** The files that this person gave with questions: nobody else sees them, and each can be deleted. */
export function Files() {
  const { t } = useWords()
  const files = useQuery(filesQuery)
  return (
    <>
      <p className={css.help}>{t('settings.filesHelp')}</p>
      {files.data ? (
        <FileRows list={files.data} />
      ) : files.isError ? (
        <Failure title={t('settings.files')} error={files.error} onRetry={() => files.refetch()} />
      ) : (
        <Skeleton lines={2} />
      )}
    </>
  )
}

function FileRows({ list }: { list: FileListJson }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: (id: string) => sendOnly(`/api/files/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: filesQuery.queryKey }),
  })
  if (list.files.length === 0) return <p>{t('settings.noFiles')}</p>
  const used = Math.ceil((100 * list.characters) / list.limits.characters)
  return (
    <>
      <ul className={css.files}>
        {list.files.map((file) => (
          <FileRow
            key={file.id}
            file={file}
            isBusy={remove.isPending}
            onRemove={() => remove.mutate(file.id)}
          />
        ))}
      </ul>
      <p className={css.help}>
        {t('settings.filesUsed', { count: list.files.length, max: list.limits.files, percent: used })}
      </p>
    </>
  )
}

function FileRow({ file, isBusy, onRemove }: { file: FileJson; isBusy: boolean; onRemove: () => void }) {
  const { locale, t } = useWords()
  const name = cleanLine(file.name)
  return (
    <li className={css.fileRow}>
      <bdi className={css.fileName}>{name}</bdi>
      <span className={css.fileFacts}>
        {formatBytes(locale, file.size_bytes)}
        {file.pages === null ? null : <span>{t('settings.filePages', { count: file.pages })}</span>}
        <Time iso={file.created_at} />
      </span>
      <IconButton
        icon={Trash2}
        label={t('settings.deleteFile', { name })}
        disabled={isBusy}
        onClick={onRemove}
      />
    </li>
  )
}
