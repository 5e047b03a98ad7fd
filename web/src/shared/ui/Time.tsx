import { clockTime, exactTime, relativeTime } from '../i18n/format.ts'
import { useWords } from '../i18n/use-words.ts'
import { createStore, type Store, useStore } from '../store.ts'

const TICK_MS = 15_000

/** The present, in steps of 15 s, shared by every time on screen; it only runs while one is shown. */
function createClock(): Store<number> {
  const now = createStore(Date.now())
  let watchers = 0
  let handle: ReturnType<typeof setInterval> | undefined
  const subscribe = (listener: () => void) => {
    const leave = now.subscribe(listener)
    if (watchers++ === 0) handle = setInterval(() => now.set(Date.now()), TICK_MS)
    return () => {
      leave()
      if (--watchers === 0) clearInterval(handle)
    }
  }
  return { getSnapshot: now.getSnapshot, subscribe }
}

const clock = createClock()

type TimeProps = { iso: string | null; look?: 'relative' | 'clock' | 'exact' }

/** A moment; the exact one, with its zone, on hover. */
export function Time({ iso, look = 'relative' }: TimeProps) {
  const { locale, t } = useWords()
  const now = useStore(clock)
  const at = iso === null ? Number.NaN : Date.parse(iso)
  if (iso === null || Number.isNaN(at)) return <span>{t('time.unknown')}</span>
  const exact = exactTime(locale, at)
  const shown =
    look === 'exact' ? exact : look === 'clock' ? clockTime(locale, at, now) : relativeTime(locale, at, now)
  return (
    <time dateTime={iso} title={exact}>
      {shown}
    </time>
  )
}
