import { useEffect, useRef } from 'react'
import type { CitationJson } from '../../../../src/contract/answer.ts'
import type { PostJson } from '../../../../src/contract/post.ts'
import { languageName } from '../../shared/i18n/format.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { sourceName } from '../../shared/network.ts'
import { cleanLine, cleanText } from '../../shared/text/clean-text.ts'
import type { Span } from '../../shared/text/segment-text.ts'
import { CampaignMark } from '../../shared/ui/CampaignMark.tsx'
import { Tag } from '../../shared/ui/controls.tsx'
import { Pictures } from '../../shared/ui/Pictures.tsx'
import { PostText } from '../../shared/ui/PostText.tsx'
import { Time } from '../../shared/ui/Time.tsx'
import { CheckThis } from '../../shared/verdict/CheckThis.tsx'
import { Explanation } from './Explanation.tsx'
import css from './evidence.module.css'
import { Fact, OriginalLink } from './facts.tsx'

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
      <Pictures media={post.media} look="large" />
      {citation?.withdrawn?.how === 'edited' ? (
        <p className={css.notice}>{t('evidence.editedHelp')}</p>
      ) : null}
      {citation && !citation.independent ? <p className={css.notice}>{t('evidence.repeat')}</p> : null}
      {post.simulated ? <p className={css.notice}>{t('evidence.simulated')}</p> : null}
      <Original address={post.url} isSimulated={post.simulated} />
      <CheckThis of={{ post_id: post.id }} />
      <Explanation postId={post.id} />
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
        {post.campaign ? <CampaignMark mark={post.campaign} /> : null}
      </p>
    </div>
  )
}

function Original({ address, isSimulated }: { address: string | null; isSimulated: boolean }) {
  const { t } = useWords()
  const otherwise = isSimulated ? null : <p className={css.noOriginal}>{t('evidence.noOriginal')}</p>
  return <OriginalLink address={address} otherwise={otherwise} />
}

function Facts({ post }: { post: PostJson }) {
  const { locale, t } = useWords()
  const relations = [
    ['evidence.replyTo', post.reply_to],
    ['evidence.quoteOf', post.quote_of],
    ['evidence.repostOf', post.repost_of],
    ['evidence.threadRoot', post.thread_root === post.reply_to ? null : post.thread_root],
  ] as const
  const reactions = [
    ['evidence.likes', post.likes],
    ['evidence.reposts', post.reposts],
    ['evidence.replies', post.replies],
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
      {reactions.map(([key, count]) =>
        count === null ? null : (
          <Fact key={key} name={t(key)}>
            {numberFormat(locale).format(count)}
          </Fact>
        ),
      )}
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

type GoneProps = {
  citation: CitationJson | null
  /** Its author took it away; otherwise it is only not stored any more. */
  isDeleted: boolean
}

/** The post is gone. Where only its time was over, the answer kept the passage it read; where its author deleted it, nobody did. */
export function GonePost({ citation, isDeleted }: GoneProps) {
  const { t } = useWords()
  if (isDeleted || citation?.withdrawn?.how === 'deleted') return <DeletedPost citation={citation} />
  return (
    <div>
      <p className={css.name}>{t('evidence.gone')}</p>
      <p className={css.goneHelp}>{t(citation?.quote ? 'evidence.goneHelp' : 'evidence.goneNoQuote')}</p>
      {citation?.quote ? (
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

function DeletedPost({ citation }: { citation: CitationJson | null }) {
  const { t } = useWords()
  const hash = citation?.withdrawn?.text_sha256
  return (
    <div>
      <p className={css.name}>{t('evidence.deleted')}</p>
      <p className={css.goneHelp}>{t('evidence.deletedHelp')}</p>
      {citation ? (
        <dl className={css.facts}>
          <Fact name={t('evidence.account')}>
            <bdi className={css.id}>{cleanLine(citation.author)}</bdi>
          </Fact>
          <Fact name={t('evidence.written')}>
            <Time iso={citation.created_at} look="exact" />
          </Fact>
          {citation.withdrawn ? (
            <Fact name={t('evidence.deletedAt')}>
              <Time iso={citation.withdrawn.at} look="exact" />
            </Fact>
          ) : null}
          {hash ? (
            <Fact name={t('evidence.fingerprint')}>
              <code className={css.id}>{hash}</code>
            </Fact>
          ) : null}
        </dl>
      ) : null}
    </div>
  )
}
