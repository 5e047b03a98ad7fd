import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Pause, Play } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { NO_EVIDENCE } from '../../shared/evidence-search.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { moveFocus, useKeys } from '../../shared/keys.ts'
import { useStore } from '../../shared/store.ts'
import { Button } from '../../shared/ui/controls.tsx'
import { Failure, Note } from '../../shared/ui/Note.tsx'
import { Skeleton } from '../../shared/ui/Skeleton.tsx'
import ui from '../../shared/ui/ui.module.css'
import { usePageTitle } from '../../shared/use-page-title.ts'
import { Filters } from './Filters.tsx'
import { type Feed, type FeedState, openFeed, WAITING_MAX } from './feed-store.ts'
import css from './now.module.css'
import { PostRow } from './PostRow.tsx'
import { Sparkline } from './Sparkline.tsx'

/** The live feed: newest on top, frozen at will, filtered by words, language and source. */
export function NowPage() {
  const { t } = useWords()
  const { query, lang, source } = useSearch({ from: '/now' })
  usePageTitle(t('now.title'))
  const feed = useFeed(query, lang, source)
  return feed ? (
    <FeedView key={`${query} ${lang} ${source}`} feed={feed} isFiltered={Boolean(query || lang || source)} />
  ) : null
}

/** One connection a filter; opening is an effect, because leaving the screen must close it. */
function useFeed(
  query: string | undefined,
  lang: string | undefined,
  source: string | undefined,
): Feed | null {
  const [feed, setFeed] = useState<Feed | null>(null)
  useEffect(() => {
    const opened = openFeed({ query, lang, source })
    setFeed(opened)
    return opened.close
  }, [query, lang, source])
  return feed
}

function FeedView({ feed, isFiltered }: { feed: Feed; isFiltered: boolean }) {
  const { t } = useWords()
  const state = useStore(feed)
  const [isFrozen, setIsFrozen] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const hold = (isAway: boolean, frozen: boolean) => feed.hold(isAway || frozen)
  const freeze = (frozen: boolean) => {
    setIsFrozen(frozen)
    hold(isAwayFromTop(scroller.current), frozen)
  }
  const showNew = () => {
    setIsFrozen(false)
    scroller.current?.scrollTo({ top: 0 })
    feed.hold(false)
  }
  useKeys({
    p: () => freeze(!isFrozen),
    j: () => moveFocus(ROWS, 1),
    k: () => moveFocus(ROWS, -1),
    o: () =>
      document.activeElement instanceof HTMLElement &&
      document.activeElement.matches(ROWS) &&
      document.activeElement.click(),
  })
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1 className={ui.pageTitle}>{t('now.title')}</h1>
        <Sparkline />
        <FeedMark isFrozen={isFrozen} state={state} />
        <Button className={css.freeze} aria-pressed={isFrozen} onClick={() => freeze(!isFrozen)}>
          {isFrozen ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
          {t(isFrozen ? 'now.resume' : 'now.freeze')}
        </Button>
        <Filters posts={state.posts} />
      </header>
      <div className={css.listHead} aria-hidden="true">
        <span>{t('now.time')}</span>
        <span>{t('now.account')}</span>
        <span>{t('now.text')}</span>
        <span />
        <span>{t('now.source')}</span>
      </div>
      <div className={css.listFrame}>
        <div
          ref={scroller}
          data-scroller
          className={css.scroller}
          onScroll={() => hold(isAwayFromTop(scroller.current), isFrozen)}
        >
          <FeedList feed={feed} state={state} isFiltered={isFiltered} />
        </div>
        <NewPosts count={state.waitingCount} onShow={showNew} />
      </div>
    </div>
  )
}

/** Says when the list is not following: in words, beside the rate. */
function FeedMark({ isFrozen, state }: { isFrozen: boolean; state: FeedState }) {
  const { t } = useWords()
  const missed = state.missedCount > 0 ? t('now.missed', { count: state.missedCount }) : ''
  const text = !state.isConnected ? t('now.notLive') : isFrozen ? t('now.frozen') : missed
  return (
    <span role="status" className={css.feedMark}>
      {text}
    </span>
  )
}

const ROWS = '[data-row]'

/** A reader who has scrolled down is reading: arrivals wait, as if frozen. */
function isAwayFromTop(scroller: HTMLElement | null): boolean {
  return (scroller?.scrollTop ?? 0) > 24
}

function NewPosts({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useWords()
  if (count === 0) return null
  const label = count >= WAITING_MAX ? t('now.newPostsMax', { n: WAITING_MAX }) : t('now.newPosts', { count })
  return (
    <Button look="primary" className={css.newPosts} onClick={onShow}>
      {label}
    </Button>
  )
}

function FeedList({ feed, state, isFiltered }: { feed: Feed; state: FeedState; isFiltered: boolean }) {
  const { t } = useWords()
  const rows = useMemo(() => state.posts.map((post) => <PostRow key={post.id} post={post} />), [state.posts])
  return (
    <>
      <ul className={css.list} aria-label={t('now.list')}>
        {rows}
      </ul>
      {state.phase === 'failed' ? (
        <div className={css.aside}>
          <Failure title={t('now.failed')} error={state.error} onRetry={() => void feed.reload()} />
        </div>
      ) : state.phase === 'loading' && state.posts.length === 0 ? (
        <div className={css.aside}>
          <Skeleton lines={12} />
        </div>
      ) : state.phase === 'ready' && state.posts.length === 0 ? (
        <EmptyFeed isFiltered={isFiltered} />
      ) : state.phase === 'ready' ? (
        <Older feed={feed} state={state} />
      ) : null}
    </>
  )
}

function EmptyFeed({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useWords()
  const navigate = useNavigate()
  return (
    <div className={css.aside}>
      <Note title={t(isFiltered ? 'now.noMatch' : 'now.empty')}>
        <p>{t(isFiltered ? 'now.noMatchHelp' : 'now.emptyHelp')}</p>
        {isFiltered ? (
          <Button onClick={() => void navigate({ to: '/now', search: {} })}>{t('now.clear')}</Button>
        ) : (
          <Link to="/sources" search={NO_EVIDENCE} className={ui.textLink}>
            {t('now.goSources')}
          </Link>
        )}
      </Note>
    </div>
  )
}

/** The foot of the list: loads the next page when it comes into view; the button does the same by hand. */
function Older({ feed, state }: { feed: Feed; state: FeedState }) {
  const { t } = useWords()
  const foot = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.older !== 'idle' || !foot.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void feed.loadOlder()
      },
      { root: foot.current.closest('[data-scroller]'), rootMargin: '600px' },
    )
    observer.observe(foot.current)
    return () => observer.disconnect()
  }, [feed, state.older])
  return (
    <div ref={foot} className={css.foot}>
      {state.older === 'end' ? t('now.end') : null}
      {state.older === 'full' ? t('now.tooMany') : null}
      {state.older === 'loading' ? t('now.loadingOlder') : null}
      {state.older === 'idle' || state.older === 'failed' ? (
        <Button look="quiet" onClick={() => void feed.loadOlder()}>
          {t(state.older === 'failed' ? 'app.retry' : 'now.older')}
        </Button>
      ) : null}
    </div>
  )
}
