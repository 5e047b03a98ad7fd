import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ChatJson } from '../../../../src/contract/chat.ts'
import { chatsQuery } from '../../shared/api/queries.ts'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { IconButton } from '../../shared/ui/controls.tsx'
import { Confirm } from '../../shared/ui/Dialog.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import { classes } from '../../shared/ui/styles.ts'
import css from './ask.module.css'
import { useDeleteChat } from './ask-api.ts'

/** Earlier questions, newest first, each with a way to delete it for good. */
export function ChatList() {
  const { t } = useWords()
  const chats = useQuery(chatsQuery)
  const [doomed, setDoomed] = useState<ChatJson | null>(null)
  const remove = useRemove()
  return (
    <section className={css.chatList}>
      <h2 className={css.smallTitle}>{t('ask.chats')}</h2>
      {chats.isError ? (
        <Failure title={t('ask.chats')} error={chats.error} onRetry={() => chats.refetch()} />
      ) : null}
      {chats.data?.chats.length === 0 ? <p className={css.chatsEmpty}>{t('ask.noChats')}</p> : null}
      <ul>
        {chats.data?.chats.map((chat) => (
          <ChatRow key={chat.id} chat={chat} onDelete={() => setDoomed(chat)} />
        ))}
      </ul>
      {doomed ? (
        <Confirm
          title={t('ask.deleteTitle')}
          help={t('ask.deleteHelp')}
          action={t('ask.delete')}
          onConfirm={() => remove(doomed.id)}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </section>
  )
}

function ChatRow({ chat, onDelete }: { chat: ChatJson; onDelete: () => void }) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const title = cleanLine(chat.title)
  const isOpen = pathname === `/chats/${chat.id}`
  return (
    <li className={classes(css.chatRow, isOpen && css.chatOpen)}>
      <Link
        to="/chats/$chatId"
        params={{ chatId: chat.id }}
        search={NO_EVIDENCE}
        className={css.chatLink}
        aria-current={isOpen ? 'page' : undefined}
        title={title}
      >
        <bdi>{title}</bdi>
      </Link>
      <IconButton
        icon={Trash2}
        label={t('ask.deleteChat', { title })}
        className={css.chatDelete}
        onClick={onDelete}
      />
    </li>
  )
}

function useRemove(): (chatId: string) => void {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const remove = useDeleteChat()
  return (chatId) =>
    remove.mutate(chatId, {
      onSuccess: () => {
        if (pathname === `/chats/${chatId}`) void navigate({ to: '/', search: NO_EVIDENCE })
      },
    })
}
