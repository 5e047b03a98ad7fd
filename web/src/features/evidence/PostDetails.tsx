import { ExternalLink } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { CitationJson } from '../../../../src/contract/answer.ts'
import type { PostJson } from '../../../../src/contract/post.ts'
import { languageName } from '../../shared/i18n/format.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import { OUTBOUND, safeLink } from '../../shared/text/safe-link.ts'
import type { Span } from '../../shared/text/segment-text.ts'
import { Tag } from '../../shared/ui/controls.tsx'
import { PostText } from '../../shared/ui/PostText.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import ui from '../../shared/ui/ui.module.css'
import css from './evidence.module.css'

type PostDetailsProps = { post: PostJson; span: Span | null; citation: CitationJson | null }

/** Everything that is known about a stored post, its text as it was stored. */
export function PostDetails({ post, span, citation }: PostDetailsProps) {
  const { t } = useWords()
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    body.current?.querySelector('mark')?.scrollIntoView({ block: 'center' })
  }, [])
  return (
    <div ref={body}>
      <PostHead post={post} />
      <PostText text={post.text} span={span} className={css.text} />
      {citation && !citation.independent ? <p className={css.notice}>{t('evidence.repeat')}</p> : null}
      {post.simulated ? <p className={css.notice}>{t('evidence.simulated')}</p> : null}
      <Original address={post.url} isSimulated={post.simulated} />
      <Facts post={post} />
    </div>
  )
}

function PostHead({ post }: { post: PostJson }) {
  const words = useWords()
  const name = cleanLine(post.author_name ?? '')
  return (
    <div className={css.postHead}>
      <p className={css.name}>
        <bdi>{name || cleanLine(post.author)}</bdi>
      </p>
      <p className={css.meta}>
        <Time iso={post.created_at} />
        {post.simulated ? null : <span>{sourceName(words, post.source)}</span>}
        {post.simulated ? <Tag>{words.t('answer.simulated')}</Tag> : null}
      </p>
    </div>
  )
}

function Original({ address, isSimulated }: { address: string | null; isSimulated: boolean }) {
  const { t } = useWords()
  const href = safeLink(address)
  if (href === null) return isSimulated ? null : <p className={css.noOriginal}>{t('evidence.noOriginal')}</p>
  return (
    <p>
      <a href={href} {...OUTBOUND} className={css.original}>
        <ExternalLink size={14} aria-hidden />
        <span className={ui.textLink}>{t('evidence.open')}</span>
        <span className={css.host}>{new URL(href).host}</span>
      </a>
    </p>
  )
}

function Facts({ post }: { post: PostJson }) {
  const { locale, t } = useWords()
  const relations = [
    ['evidence.replyTo', post.reply_to],
    ['evidence.quoteOf', post.quote_of],
    ['evidence.repostOf', post.repost_of],
    ['evidence.threadRoot', post.thread_root === post.reply_to ? null : post.thread_root],
  ] as const
  return (
    <dl className={css.facts}>
      <Fact name={t('evidence.account')}>
        <bdi className={css.id}>{cleanLine(post.author)}</bdi>
      </Fact>
      <Fact name={t('evidence.written')}>
        <Time iso={post.created_at} look="exact" />
      </Fact>
      {post.lang ? <Fact name={t('evidence.language')}>{languageName(locale, post.lang)}</Fact> : null}
      {relations.map(([key, id]) =>
        id ? (
          <Fact key={key} name={t(key)}>
            <code className={css.id}>{cleanLine(id)}</code>
          </Fact>
        ) : null,
      )}
      <Fact name={t('evidence.id')}>
        <code className={css.id}>{cleanLine(post.id)}</code>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** The post is gone, but the answer kept the passage it read: that is what can still be shown. */
export function GonePost({ citation }: { citation: CitationJson | null }) {
  const { t } = useWords()
  return (
    <div>
      <p className={css.name}>{t('evidence.gone')}</p>
      <p className={css.goneHelp}>{t(citation ? 'evidence.goneHelp' : 'evidence.goneNoQuote')}</p>
      {citation ? (
        <>
          <p dir="auto" className={css.text}>
            <mark>{cleanText(citation.quote)}</mark>
          </p>
          <p className={css.meta}>
            <bdi className={css.account}>{cleanLine(citation.author_name ?? citation.author)}</bdi>
            <Time iso={citation.created_at} />
          </p>
        </>
      ) : null}
    </div>
  )
}
