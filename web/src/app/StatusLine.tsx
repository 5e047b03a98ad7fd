import { Link } from '@tanstack/react-router'
import type { StatusJson } from '../../../src/contract/status.ts'
import { liveStatus } from '../shared/api/status-store.ts'
import { NO_EVIDENCE } from '../shared/evidence-search.ts'
import { numberFormat } from '../shared/i18n/translate.ts'
import { useWords } from '../shared/i18n/use-words.ts'
import { useStore } from '../shared/store.ts'
import { cleanLine } from '../shared/text/clean-text.ts'
import { StateMark } from '../shared/ui/StateMark.tsx'
import { classes } from '../shared/ui/styles.ts'
import css from './app.module.css'

/** So many sources are named; of more, their states are counted. */
const NAMED_MAX = 3

/** One quiet line on every screen: what is stored, how fast it grows, from where, and what answers. */
export function StatusLine() {
  const { t } = useWords()
  const { status, isConnected } = useStore(liveStatus)
  return (
    <footer className={css.status}>
      <h2 className="sr-only">{t('status.label')}</h2>
      {!isConnected ? (
        <span className={css.statusWarn} role="status">
          {t('status.offline')}
        </span>
      ) : status ? (
        <StatusItems status={status} />
      ) : null}
    </footer>
  )
}

function StatusItems({ status }: { status: StatusJson }) {
  const { locale, t } = useWords()
  const { engine } = status
  const engineName = engine.embedded ? t('status.engineEmbedded') : t('status.engineModel', engine)
  return (
    <>
      <span className={css.statusItem}>{t('status.posts', { count: status.posts })}</span>
      <span className={classes(css.statusItem, css.statusRate)}>
        {t('status.rate', { n: numberFormat(locale).format(status.posts_per_second) })}
      </span>
      <Link to="/sources" search={NO_EVIDENCE} className={css.statusSources}>
        {status.sources.length === 0 ? t('status.noSources') : null}
        {status.sources.length > NAMED_MAX ? (
          <SourceCounts sources={status.sources} />
        ) : (
          status.sources.map((source) => (
            <span key={source.id} className={css.statusSource}>
              <StateMark state={source.state} />
              <span>
                <bdi>{cleanLine(source.title)}</bdi> {t(`state.${source.state}`)}
              </span>
            </span>
          ))
        )}
      </Link>
      <span className={css.statusEngine}>
        <bdi>{cleanLine(engineName)}</bdi>
      </span>
    </>
  )
}

/** Many sources: how many are in each state. */
function SourceCounts({ sources }: { sources: StatusJson['sources'] }) {
  const { locale, t } = useWords()
  const byState = Map.groupBy(sources, ({ state }) => state)
  return Array.from(byState, ([state, found]) => (
    <span key={state} className={css.statusSource}>
      <StateMark state={state} />
      <span>
        {t('status.sourcesIn', { n: numberFormat(locale).format(found.length), state: t(`state.${state}`) })}
      </span>
    </span>
  ))
}
