import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type BotJson, botSchema, botSettingsSchema } from '../../../../src/contract/bot.ts'
import { getJson } from '../../shared/api/client.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button, Field, Segments } from '../../shared/ui/controls.tsx'
import { Failure } from '../../shared/ui/Note.tsx'
import css from './replies.module.css'
import { botsQuery } from './replies-api.ts'

const LIMITS = {
  replies_per_hour_max: 'bots.perHour',
  replies_per_day_max: 'bots.perDay',
  replies_per_thread_max: 'bots.perThread',
  replies_per_author_max: 'bots.perAuthor',
} as const
const BLOCKS = {
  blocked_accounts: 'bots.blockedAccounts',
  blocked_servers: 'bots.blockedServers',
} as const

/** What one account may do; nothing changes before it is saved. */
export function ReplySettings({ bot }: { bot: BotJson }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const { settings } = bot
  const [approval, setApproval] = useState<'first' | 'none'>(settings.approval_first ? 'first' : 'none')
  const [typed, setTyped] = useState(textsOf(settings))
  const wanted = readTexts(typed, approval === 'first')
  const save = useMutation({
    mutationFn: () =>
      getJson(`/api/bots/${encodeURIComponent(bot.id)}`, botSchema, {
        ...{ method: 'PATCH', body: { settings: wanted } },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: botsQuery.queryKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wanted !== null) save.mutate()
  }
  const field = (name: keyof typeof typed, label: string, note?: string) => (
    <Field
      key={name}
      label={label}
      value={typed[name]}
      inputMode={name in LIMITS ? 'numeric' : 'text'}
      autoCapitalize="none"
      spellCheck={false}
      {...(note !== undefined && { note })}
      onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
    />
  )
  return (
    <form className={css.form} onSubmit={submit}>
      <div className={css.choice}>
        <span aria-hidden="true">{t('bots.approval')}</span>
        <Segments
          label={t('bots.approval')}
          value={approval}
          options={(['first', 'none'] as const).map((value) => ({
            value,
            label: t(`bots.approval.${value}`),
          }))}
          onChange={setApproval}
        />
      </div>
      <div className={css.limits}>
        {Object.entries(LIMITS).map(([name, label]) => field(name as keyof typeof LIMITS, t(label)))}
      </div>
      {Object.entries(BLOCKS).map(([name, label]) =>
        field(
          name as keyof typeof BLOCKS,
          t(label),
          name === 'blocked_servers' ? t('bots.blockedHelp') : undefined,
        ),
      )}
      {save.isError ? <Failure title={t('bots.notSaved')} error={save.error} /> : null}
      <div>
        <Button look="primary" type="submit" disabled={wanted === null || save.isPending}>
          {t('bots.save')}
        </Button>
      </div>
    </form>
  )
}

type Settings = BotJson['settings']

function textsOf(settings: Settings) {
  return {
    replies_per_hour_max: String(settings.replies_per_hour_max),
    replies_per_day_max: String(settings.replies_per_day_max),
    replies_per_thread_max: String(settings.replies_per_thread_max),
    replies_per_author_max: String(settings.replies_per_author_max),
    blocked_accounts: settings.blocked_accounts.join(' '),
    blocked_servers: settings.blocked_servers.join(' '),
  }
}

/** @returns null while something typed is out of range */
function readTexts(typed: ReturnType<typeof textsOf>, isApprovalFirst: boolean): Settings | null {
  const list = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '')
  const count = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN)
  const parsed = botSettingsSchema.safeParse({
    approval_first: isApprovalFirst,
    replies_per_hour_max: count(typed.replies_per_hour_max),
    replies_per_day_max: count(typed.replies_per_day_max),
    replies_per_thread_max: count(typed.replies_per_thread_max),
    replies_per_author_max: count(typed.replies_per_author_max),
    blocked_accounts: list(typed.blocked_accounts),
    blocked_servers: list(typed.blocked_servers),
  })
  return parsed.success ? parsed.data : null
}
